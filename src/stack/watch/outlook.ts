import type { StackEvent } from '../../ports/stacks.ts'
import { addToBatch, type Batch, instantOf } from './batches.ts'
import type { Instant } from './instants.ts'
import type { Tempo } from './tempo.ts'
import type { Usual } from './usual.ts'

/** What the events of a stack let expect. */
export interface Expectation {
  /** Takes in what has happened, at the instant at which it was read. */
  see(events: readonly StackEvent[], nowMs: number): void
  /** A nested stack is followed by itself: it says sooner than its parent what becomes of it. */
  leaveTo(logicalId: string): void
  /** Such a stack has come to its end, and its parent will say so. */
  takeBack(logicalId: string, nowMs: number): void
  outlook(): Outlook
}

/** On our clock. */
export interface Outlook {
  /** What may happen next. */
  instants: readonly Instant[]
  /** When what is open was begun: right after that it may fail. */
  begunMs: readonly number[]
  /** Nothing is left to be started: after what is open now, the stack itself is done. */
  isEnding: boolean
  /** Nothing but the stack itself is left. */
  isLast: boolean
}

/** Of what nobody has measured: half of all types take 2 s or less, and some take minutes. */
const unknownSeconds = 4

/** What is known of a stack before it is made. */
export interface Known {
  usual: Usual
  /** Whether something waits for a resource, so that it begins when that is done. */
  isAwaited(logicalId: string): boolean
  /** What the durations of the stack, and of those beside it, teach. */
  tempo: Tempo
}

/** `resources` is how many the template has, where that is known. */
export function expectFrom(startedMs: number, { usual, isAwaited, tempo }: Known, resources = 0): Expectation {
  const batches: Batch[] = []
  const leftTo = new Set<string>()
  let done = 0
  let lastMs: number | undefined
  let offsetMs = Number.POSITIVE_INFINITY // their clock is not ours
  const batchOf = (logicalId: string): Batch | undefined => batches.find(({ open }) => open.has(logicalId))
  const begin = (event: StackEvent): void => {
    if (batchOf(event.logicalId) !== undefined || leftTo.has(event.logicalId)) return
    addToBatch(batches, event, usual(event) ?? unknownSeconds)
  }
  const finish = (event: StackEvent): void => {
    const batch = batchOf(event.logicalId)
    if (batch !== undefined || leftTo.delete(event.logicalId)) done++
    if (batch === undefined) return
    batch.open.delete(event.logicalId)
    batch.endedMs.push(event.at.getTime())
    if (usual(event) !== undefined) tempo.learn(batch.type, (event.at.getTime() - batch.begunMs) / 1000, batch.usualSeconds)
  }
  return {
    see(events, nowMs) {
      for (const event of events) {
        lastMs = event.at.getTime()
        offsetMs = Math.min(offsetMs, nowMs - lastMs)
        if (event.isStack) continue
        if (event.status.endsWith('_IN_PROGRESS')) begin(event)
        else finish(event)
      }
    },
    leaveTo(logicalId) {
      batchOf(logicalId)?.open.delete(logicalId)
      leftTo.add(logicalId)
    },
    takeBack(logicalId, nowMs) {
      leftTo.delete(logicalId)
      batches.push({ type: nestedEnd, usualSeconds: 1, begunMs: nowMs - offsetMs, open: new Set([logicalId]), endedMs: [] })
    },
    outlook() {
      if (lastMs === undefined) return { instants: [afterStart(startedMs)], begunMs: [], isEnding: false, isLast: false }
      const open = batches.filter((batch) => batch.open.size > 0)
      const count = open.reduce((sum, batch) => sum + batch.open.size, done + leftTo.size)
      const isEnding = count >= resources && leftTo.size === 0
      const isLast = open.length === 0 && leftTo.size === 0
      const due = (batch: Batch): Instant => {
        const instant = instantOf(batch, tempo.guess(batch.type, batch.usualSeconds), isEnding)
        return isEnding || batch.type === nestedEnd || [...batch.open].some(isAwaited) ? instant : { ...instant, weight: asideWeight }
      }
      const instants = isLast ? [afterLast(lastMs)] : open.map(due)
      const begunMs = open.filter(({ type }) => type !== nestedEnd).map((batch) => batch.begunMs + offsetMs)
      const expected = isEnding ? lastFirst(instants) : instants
      return { instants: expected.map((instant) => ({ ...instant, fromMs: instant.fromMs + offsetMs })), begunMs, isEnding, isLast }
    },
  }
}

const nestedEnd = 'the end of a nested stack'

function afterStart(startedMs: number): Instant {
  return { fromMs: startedMs, medianMs: 1_200, spread: 0.6, weight: 1 }
}

/** Nothing is open: the stack is about to end, or to begin something more. */
function afterLast(lastMs: number): Instant {
  return { fromMs: lastMs - 200, medianMs: 800, spread: 0.8, weight: 1 }
}

/** What nothing waits for may be seen later: only the last of all matters. */
const asideWeight = 0.1

function lastFirst(instants: readonly Instant[]): Instant[] {
  const end = ({ fromMs, medianMs }: Instant): number => fromMs + medianMs
  const last = instants.reduce((latest, each) => (end(each) > end(latest) ? each : latest))
  return instants.map((each) => (each === last ? each : { ...each, weight: asideWeight }))
}
