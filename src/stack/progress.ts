import type { Template } from '../production/types.ts'
import { remainderOf } from './forecast.ts'
import type { StackPorts } from './ports.ts'
import type { TimelineEntry } from './timeline.ts'
import { secondsBetween, secondsOf } from './timeline.ts'

/** So often, without news, the time that is left is told again. */
const repeatSeconds = 5

/** Tells, once each, of the resources that are up, and how far the stack is: at each news, and every few seconds. */
export function createProgress(
  stack: { name: string; template: Template },
  { clock, emit }: Pick<StackPorts, 'clock' | 'emit'>,
): { tell(timeline: readonly TimelineEntry[]): void } {
  const total = Object.keys(stack.template.Resources).length
  const told = new Set<string>()
  let last = { at: clock.now(), state: '' }
  return {
    tell(timeline) {
      const of = Math.max(total, timeline.length)
      for (const entry of timeline.filter((each) => isUp(each) && !told.has(each.logicalId))) {
        told.add(entry.logicalId)
        const { logicalId, type } = entry
        emit('stack.resource_completed', { stack: stack.name, logicalId, type, seconds: secondsOf(entry), done: told.size, of })
      }
      const now = clock.now()
      const state = timeline.map(({ status }) => status).join()
      if (state === last.state && secondsBetween(last.at, now) < repeatSeconds) return
      last = { at: now, state }
      emit('stack.progressed', {
        stack: stack.name,
        done: told.size,
        of,
        open: openIn(timeline),
        left: remainderOf(stack.template, timeline, now),
      })
    },
  }
}

function isUp({ status }: TimelineEntry): boolean {
  return status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE'
}

function openIn(timeline: readonly TimelineEntry[]): { logicalId: string; since: string }[] {
  const open = timeline.filter((entry) => entry.finishedAt === undefined)
  return open.map(({ logicalId, startedAt }) => ({ logicalId, since: startedAt }))
}
