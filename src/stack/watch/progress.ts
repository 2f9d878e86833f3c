import type { StackPorts } from '../ports.ts'
import type { TimelineEntry } from '../replica/timeline.ts'
import { secondsBetween, secondsOf } from '../replica/timeline.ts'
import { type Remainder, remainderOf, typicalSeconds } from './forecast.ts'
import { countResources, type Made } from './made.ts'

/** Tells how far a stack is, from what its events have told so far. */
export interface Progress {
  tell(timeline: readonly TimelineEntry[]): void
}

type Tellers = Pick<StackPorts, 'clock' | 'emit'>

/** Tells, once each, of the resources that are up, and how far the creation is: at each news, and every few seconds. */
export function creationProgress({ name, ...made }: Made & { name: string }, ports: Tellers): Progress {
  const total = countResources(made)
  const told = new Set<string>()
  const distance = tellDistance(name, 'create', (timeline, now) => remainderOf(made, timeline, now), ports)
  return {
    tell(timeline) {
      const of = Math.max(total, timeline.length)
      for (const entry of timeline.filter((each) => isUp(each) && !told.has(each.logicalId))) {
        told.add(entry.logicalId)
        const { logicalId, type } = entry
        ports.emit('stack.resource_completed', { stack: name, logicalId, type, seconds: secondsOf(entry), done: told.size, of })
      }
      distance(timeline, told.size, of)
    },
  }
}

/** Tells how far a deletion is: at each news, and every few seconds. */
export function deletionProgress(name: string, ports: Tellers): Progress {
  const distance = tellDistance(name, 'delete', openRemainder, ports)
  return { tell: (timeline) => distance(timeline, timeline.filter(({ finishedAt }) => finishedAt !== undefined).length, timeline.length) }
}

/** So often, without news, the time that is left is told again. */
const repeatSeconds = 5

function tellDistance(
  stack: string,
  verb: 'create' | 'delete',
  remainder: (timeline: readonly TimelineEntry[], now: Date) => Remainder,
  { clock, emit }: Tellers,
): (timeline: readonly TimelineEntry[], done: number, of: number) => void {
  let last = { at: clock.now(), state: '' }
  return (timeline, done, of) => {
    const now = clock.now()
    const state = timeline.map(({ status }) => status).join()
    if (state === last.state && secondsBetween(last.at, now) < repeatSeconds) return
    last = { at: now, state }
    emit('stack.progressed', { stack, verb, done, of, open: openIn(timeline, now), left: remainder(timeline, now) })
  }
}

function isUp({ status }: TimelineEntry): boolean {
  return status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE'
}

function openIn(timeline: readonly TimelineEntry[], now: Date): { logicalId: string; seconds: number }[] {
  const open = timeline.filter((entry) => entry.finishedAt === undefined)
  return open.map(({ logicalId, startedAt }) => ({ logicalId, seconds: secondsBetween(new Date(startedAt), now) }))
}

/** Of a deletion, of whose resources only those are known that were begun. */
function openRemainder(timeline: readonly TimelineEntry[], now: Date): Remainder {
  const open = timeline.filter((entry) => entry.finishedAt === undefined)
  const left = open.map((entry) => ({ entry, seconds: typicalSeconds(entry) - secondsBetween(new Date(entry.startedAt), now) }))
  const longest = left.sort((a, b) => b.seconds - a.seconds)[0]
  return { seconds: Math.max(0, Math.round(longest?.seconds ?? 0)), path: longest === undefined ? [] : [longest.entry.logicalId] }
}
