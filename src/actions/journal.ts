import type { Emit, Event, EventCode } from '../events.ts'
import { formatEvent } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Output } from '../ports/output.ts'
import { formatHeartbeat, formatLive } from '../report/live/live.ts'
import { advanceLive, isLive, nothingLive } from '../report/live/state.ts'

export interface Journal {
  emit: Emit
  /** What has happened, for the report. */
  events: readonly Event[]
}

/** Told by the view and by heartbeats, and by no line of their own. */
const quiet: ReadonlySet<EventCode> = new Set(['stack.progressed'])
/** What the view on a terminal shows as well. */
const shown: ReadonlySet<EventCode> = new Set([
  'stack.resource_completed',
  'stack.create_started',
  'stack.create_completed',
  'replica.create_started',
])

/** A CI log that stays silent for minutes is taken for a hung job. */
const heartbeatMs = 60_000
const redrawMs = 1_000
const checkMs = 5_000
/** Events come every few seconds while a stack is watched: without any for so long, nobody watches for now. */
const abandonedMs = 30_000

/**
 * Keeps events and tells them on standard error, each as a line with the seconds since the start. On a terminal, what is
 * under way is shown below them, drawn anew in place; elsewhere a line after each minute without news says what is
 * waited for.
 */
export function openJournal({ clock, output }: { clock: Clock; output: Output }): Journal {
  const startedMs = clock.now().getTime()
  const events: Event[] = []
  let state = nothingLive
  let isTicking = false
  let [toldMs, heardMs] = [startedMs, startedMs]
  const tell = (line: string, nowMs: number): void => {
    toldMs = nowMs
    output.report(`${((nowMs - startedMs) / 1000).toFixed(1).padStart(7)} s  ${line}\n`)
  }
  const refresh = (nowMs: number): void => {
    if (output.isTerminal) output.show(isLive(state) ? formatLive(state, nowMs, output) : [])
    else if (isLive(state) && nowMs - toldMs >= heartbeatMs) tell(formatHeartbeat(state, nowMs), nowMs)
  }
  const tick = async (): Promise<void> => {
    isTicking = true
    while (isLive(state)) {
      await clock.sleep(output.isTerminal ? redrawMs : checkMs)
      const nowMs = clock.now().getTime()
      if (nowMs - heardMs > abandonedMs) break
      refresh(nowMs)
    }
    isTicking = false
  }
  const emit: Emit = (code, data) => {
    const now = clock.now()
    heardMs = now.getTime()
    const event = { code, at: now.toISOString(), data } as Event
    state = advanceLive(state, event)
    if (!quiet.has(code)) {
      events.push(event)
      if (!(output.isTerminal && shown.has(code))) tell(formatEvent(event), heardMs)
    }
    refresh(heardMs)
    if (isLive(state) && !isTicking) void tick()
  }
  return { emit, events }
}
