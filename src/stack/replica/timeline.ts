import type { StackEvent } from '../../ports/stacks.ts'
import type { ReplicaStack } from '../types.ts'

export type TimelineEntry = ReplicaStack['resources'][number]

/** One entry a resource, in the order in which they were started: from a stack's events, oldest first. */
export function timelineOf(events: readonly StackEvent[]): TimelineEntry[] {
  const entries = new Map<string, TimelineEntry>()
  for (const event of events) {
    if (!event.isStack) entries.set(event.logicalId, advance(entries.get(event.logicalId), event))
  }
  return [...entries.values()]
}

/** Seconds that a resource took, from its first event to its last; 0 for one that has not finished. */
export function secondsOf({ startedAt, finishedAt }: TimelineEntry): number {
  return finishedAt === undefined ? 0 : secondsBetween(new Date(startedAt), new Date(finishedAt))
}

/** Seconds from one instant to another, to a tenth; never negative, whatever the clocks say. */
export function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 100) / 10)
}

function advance(entry: TimelineEntry | undefined, { logicalId, type, status, at }: StackEvent): TimelineEntry {
  const time = at.toISOString()
  const started = entry ?? { logicalId, type, startedAt: time, status }
  return status.endsWith('_IN_PROGRESS') ? { ...started, status } : { ...started, status, finishedAt: time }
}
