import type { EventCatalogue } from './entry.ts'

/** What happens while replicas are taken away, beside the deletion of their stacks. */
export const cleanupEvents = {
  'repository.emptied': (d: { stack: string; repository: string; images: number }): string =>
    `${d.stack}: emptied repository ${d.repository} (${d.images} images)`,
  'protection.removed': (d: { type: string; id: string }): string => `turned the deletion protection of ${d.id} (${d.type}) off`,
  'protection.kept': (d: { type: string; id: string; reason: string }): string =>
    `the deletion protection of ${d.id} (${d.type}) stays on: ${d.reason}`,
  'stack.delete_retried': (d: { stack: string; seconds: number; obstacles: readonly string[] }): string =>
    `${d.stack}: trying again in ${d.seconds} s${d.obstacles.length === 0 ? '' : ` (in the way: ${d.obstacles.join(', ')})`}`,
  'stack.resources_released': (d: { stack: string; resources: readonly string[] }): string =>
    `${d.stack} lets go of ${d.resources.join(', ') || 'nothing more'}, which could not be deleted with it`,
  'leftover.removed': (d: { type: string; id: string }): string => `deleted ${d.id} (${d.type}), which no stack held any more`,
  'leftover.kept': (d: { arn: string; reason: string }): string => `${d.arn} stays: ${d.reason}`,
  'replica.extended': (d: { replicaId: string; until: string }): string => `${d.replicaId} lives until ${d.until} now`,
  'replica.withdrawn': (d: { replicaId: string }): string =>
    `${d.replicaId} began at the same time as another run, and later than that one: taking it back`,
  'replica.place_awaited': (d: { project: string; atMost: number; seconds: number }): string =>
    `${d.project} has ${d.atMost} replicas up already: waiting for a place, ${d.seconds} s at most`,
} satisfies EventCatalogue
