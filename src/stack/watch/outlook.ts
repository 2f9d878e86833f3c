import type { StackEvent } from '../../ports/stacks.ts'
import { addToBatch, type Batch, instantOf } from './batches.ts'
import type { Instant } from './instants.ts'
import { createTempo } from './tempo.ts'

/** What the events of a stack let expect. */
export interface Expectation {
  /** Takes in what has happened, at the instant at which it was read. */
  see(events: readonly StackEvent[], nowMs: number): void
  outlook(): Outlook
}

/** On our clock. */
export interface Outlook {
  /** What may happen next. */
  instants: readonly Instant[]
  /** When something was begun lately, which may fail at once. */
  begunMs: readonly number[]
  /** Nothing is left to be started: after what is open now, the stack itself is done. */
  isEnding: boolean
  /** Nothing but the stack itself is left. */
  isLast: boolean
}

/** How many seconds what an event begins usually takes; undefined where nobody knows. */
export type Usual = (event: Pick<StackEvent, 'logicalId' | 'type' | 'status'>) => number | undefined

/** Of what nobody has measured: half of all types take 2 s or less, and some take minutes. */
const unknownSeconds = 4

/** `resources` is how many the template has, where that is known. */
export function expectFrom(startedMs: number, usual: Usual, resources?: number): Expectation {
  const batches: Batch[] = []
  const tempo = createTempo()
  let done = 0
  let lastMs: number | undefined
  let offsetMs = Number.POSITIVE_INFINITY // their clock is not ours
  const begin = (event: StackEvent): void => {
    if (batches.some(({ open }) => open.has(event.logicalId))) return
    addToBatch(batches, event, usual(event) ?? unknownSeconds)
  }
  const finish = (event: StackEvent): void => {
    const batch = batches.find(({ open }) => open.has(event.logicalId))
    if (batch === undefined) return
    done++
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
    outlook() {
      const open = batches.filter((batch) => batch.open.size > 0)
      const count = open.reduce((sum, batch) => sum + batch.open.size, done)
      const isEnding = count >= (resources ?? 0)
      const instants = open.map((batch) => instantOf(batch, tempo.guess(batch.type, batch.usualSeconds), isEnding))
      const onOurClock = (instant: Instant): Instant => ({ ...instant, fromMs: instant.fromMs + offsetMs })
      if (lastMs === undefined) return { instants: [afterStart(startedMs)], begunMs: [], isEnding: false, isLast: false }
      const expected = instants.length === 0 ? [afterLast(lastMs)] : isEnding ? lastFirst(instants) : instants
      return { instants: expected.map(onOurClock), begunMs: open.map(({ begunMs }) => begunMs + offsetMs), isEnding, isLast: open.length === 0 }
    },
  }
}

function afterStart(startedMs: number): Instant {
  return { fromMs: startedMs, medianMs: 1_200, spread: 0.6, weight: 1 }
}

/** Nothing is open: the stack is about to end, or to begin something more. */
function afterLast(lastMs: number): Instant {
  return { fromMs: lastMs - 200, medianMs: 800, spread: 0.8, weight: 1 }
}

/** Where nothing waits for the others any more, only the last one matters. */
const asideWeight = 0.1

function lastFirst(instants: readonly Instant[]): Instant[] {
  const end = ({ fromMs, medianMs }: Instant): number => fromMs + medianMs
  const last = instants.reduce((latest, each) => (end(each) > end(latest) ? each : latest))
  return instants.map((each) => (each === last ? each : { ...each, weight: asideWeight }))
}
