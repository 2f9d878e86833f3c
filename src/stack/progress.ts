import type { Template } from '../production/types.ts'
import type { StackPorts } from './ports.ts'
import type { TimelineEntry } from './timeline.ts'
import { secondsBetween, secondsOf } from './timeline.ts'

/** A CI log that stays silent for minutes is taken for a hung job, so there is news at least this often. */
const heartbeatMs = 60_000
const mostNamed = 5

/** Tells, once each, of the resources that are up, and after a minute without news of those that are waited for. */
export function createProgress(
  stack: { name: string; template: Template },
  { clock, emit }: Pick<StackPorts, 'clock' | 'emit'>,
): { tell(timeline: readonly TimelineEntry[]): void } {
  const startedAt = clock.now()
  const total = Object.keys(stack.template.Resources).length
  const told = new Set<string>()
  let toldAt = startedAt
  return {
    tell(timeline) {
      const done = timeline.filter(isUp)
      for (const entry of done.filter(({ logicalId }) => !told.has(logicalId))) {
        told.add(entry.logicalId)
        toldAt = clock.now()
        const { logicalId, type } = entry
        emit('stack.resource_completed', {
          stack: stack.name,
          logicalId,
          type,
          seconds: secondsOf(entry),
          done: told.size,
          of: Math.max(total, timeline.length),
        })
      }
      if (clock.now().getTime() - toldAt.getTime() < heartbeatMs) return
      toldAt = clock.now()
      emit('stack.waiting', { stack: stack.name, open: openIn(timeline), seconds: Math.round(secondsBetween(startedAt, toldAt)) })
    },
  }
}

function isUp({ status }: TimelineEntry): boolean {
  return status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE'
}

function openIn(timeline: readonly TimelineEntry[]): string[] {
  const open = timeline.filter((entry) => entry.finishedAt === undefined).map(({ logicalId }) => logicalId)
  if (open.length === 0) return ['CloudFormation']
  return open.length <= mostNamed ? open : [...open.slice(0, mostNamed), `${open.length - mostNamed} more`]
}
