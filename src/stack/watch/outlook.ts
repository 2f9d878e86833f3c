import type { StackEvent } from '../../ports/stacks.ts'
import { typicalSeconds } from './forecast.ts'
import type { Outlook } from './pace.ts'

/** What the events of a stack let expect: when the next of its resources will be done. */
export interface Expectation {
  /** Takes in what has happened, at the instant at which it was read. */
  see(events: readonly StackEvent[], nowMs: number): void
  outlook(nowMs: number): Omit<Outlook, 'saved'>
}

interface Open {
  atMs: number
  seconds: number
}

/** Until so many seconds of usual work are done, what they took says little of the rest. */
const priorSeconds = 8
const fewOpen = 3
/** The end is near when the last resources are due within so long, or within this part of the time so far. */
const nearMs = 4_000
const nearShare = 0.25

/** `resources` is how many the template has, where that is known. */
export function expectFrom(startedMs: number, resources?: number): Expectation {
  const open = new Map<string, Open>()
  const done = { count: 0, actual: priorSeconds, typical: priorSeconds }
  let newsMs = startedMs
  let offsetMs = Number.POSITIVE_INFINITY
  const finish = (event: StackEvent): void => {
    const begun = open.get(event.logicalId)
    if (begun === undefined) return
    done.count++
    done.actual += (event.at.getTime() - begun.atMs) / 1000
    done.typical += begun.seconds
    open.delete(event.logicalId)
  }
  const dueMs = (nowMs: number): number | undefined => {
    const pace = done.actual / done.typical
    const dues = [...open.values()].map(({ atMs, seconds }) => atMs + offsetMs + seconds * 1000 * pace - nowMs)
    return dues.length === 0 ? undefined : dues.reduce((nearest, due) => (Math.abs(due) < Math.abs(nearest) ? due : nearest))
  }
  return {
    see(events, nowMs) {
      const newest = events.at(-1)
      if (newest === undefined) return
      newsMs = nowMs
      offsetMs = Math.min(offsetMs, nowMs - newest.at.getTime()) // their clock is not ours
      for (const event of events.filter(({ isStack }) => !isStack)) {
        if (!event.status.endsWith('_IN_PROGRESS')) finish(event)
        else if (!open.has(event.logicalId)) open.set(event.logicalId, { atMs: event.at.getTime(), seconds: typicalSeconds(event) })
      }
    },
    outlook(nowMs) {
      const due = dueMs(nowMs)
      const isAllBegun = resources !== undefined && done.count + open.size >= resources
      const isNear = due === undefined || Math.abs(due) < nearMs + nearShare * (nowMs - startedMs)
      return { elapsedMs: nowMs - startedMs, quietMs: nowMs - newsMs, dueMs: due, isEnding: isAllBegun && open.size <= fewOpen && isNear }
    },
  }
}
