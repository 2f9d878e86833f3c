import type { EventCatalogue } from './entry.ts'

export const productionEvents = {
  'production.stack_read': (d: { stack: string; resources: number }): string => `read ${d.stack}: ${d.resources} resources`,
  'production.snapshot_found': (d: { store: string; snapshot: string; createdAt: string }): string =>
    `${d.store} will be restored from ${d.snapshot} of ${d.createdAt}`,
} satisfies EventCatalogue
