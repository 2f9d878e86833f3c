import type { EventCatalogue } from './entry.ts'

export const deriveEvents = {
  'plan.derived': (d: { replicaId: string; stacks: number; kept: number; changed: number; dropped: number }): string =>
    `plan for ${d.replicaId}: ${d.stacks} stacks, ${d.kept} resources kept, ${d.changed} changed, ${d.dropped} left out`,
} satisfies EventCatalogue
