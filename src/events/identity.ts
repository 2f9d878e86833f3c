import type { EventCatalogue } from './entry.ts'

export const identityEvents = {
  'identity.found': (d: { duty: string; account: string; region: string; arn: string }): string =>
    `account ${d.account}, region ${d.region}, as ${d.arn} (to ${d.duty})`,
} satisfies EventCatalogue
