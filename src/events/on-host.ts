import type { EventCatalogue } from './entry.ts'

/** Of the work that is done on a host of the replica. */
export const onHostEvents = {
  'place.chosen': (d: { host?: string; reason: string }): string =>
    `the work is done ${d.host === undefined ? 'here' : `on the host ${d.host}`}: ${d.reason}`,
  'host.prepared': (d: { host: string; files: number; megabytes: number; seconds: number }): string =>
    `${d.host} has the checkout (${d.files} files, ${d.megabytes} MB with the helper) after ${d.seconds} s`,
  'host.node_sent': (d: { host: string; megabytes: number }): string =>
    `${d.host} has no Node: sending the runner's own (${d.megabytes} MB)`,
  'host.work_stopped': (d: { host: string; seconds: number; isEnded: boolean }): string =>
    d.isEnded ? `${d.host} has ended the work after ${d.seconds} s` : `${d.host} has not said within ${d.seconds} s that it ended the work`,
  'staging.kept': (d: { replicaId: string; reason: string }): string =>
    `what was staged for ${d.replicaId} stays until the bucket deletes it by itself: ${d.reason}`,
} satisfies EventCatalogue
