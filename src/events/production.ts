import type { EventCatalogue } from './entry.ts'

export const productionEvents = {
  'production.stack_read': (d: { stack: string; resources: number }): string => `read ${d.stack}: ${d.resources} resources`,
  'production.original_read': (d: { stack: string }): string =>
    `${d.stack}: CloudFormation has no processed template of it, so the one that was sent is taken`,
  'production.exports_unread': (d: { region: string }): string =>
    `the exports of ${d.region} may not be listed (cloudformation:ListExports); no template imports one, so they are left out`,
  'production.hostnames_unread': (d: { reason: string }): string =>
    `production’s host names could not be read, so pipelines that name a database of AWS’s are not run: ${d.reason}`,
  'production.snapshot_found': (d: { store: string; snapshot: string; createdAt: string }): string =>
    `${d.store} will be restored from ${d.snapshot} of ${d.createdAt}`,
} satisfies EventCatalogue
