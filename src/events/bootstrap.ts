import type { EventCatalogue } from './entry.ts'

export const bootstrapEvents = {
  'bootstrap.started': (d: { stack: string; what: 'creating' | 'updating' }): string => `${d.what} ${d.stack}`,
  'fuse.lit': (d: { stack: string; at: string }): string => `${d.stack} will be deleted from ${d.at} on, whatever becomes of this run`,
  'fuse.removed': (d: { replicaId: string; schedules: number }): string =>
    `${d.replicaId} is gone, and the ${d.schedules} schedules that would have deleted it`,
  'fuse.spent': (d: { schedules: number }): string => `removed schedules that have nothing left to delete: ${d.schedules}`,
  'fuse.kept': (d: { replicaIds: readonly string[]; reason: string }): string =>
    `${['schedules that have nothing left to delete stay until their end', ...d.replicaIds.slice(0, 5)].join(', ')}: ${d.reason}`,
  'fuse.left_out': (d: { region: string }): string =>
    `no schedule will delete this replica if CI dies: run \`prod-replica bootstrap\` once in ${d.region}`,
} satisfies EventCatalogue
