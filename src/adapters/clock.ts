import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../ports/clock.ts'

/** The machine's own time. */
export function createClock(): Clock {
  return {
    now: () => new Date(),
    sleep: (ms, signal) => sleep(ms, signal),
  }
}

/** Rejects with the signal's own reason, which says more than the AbortError of node's timers. */
async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  if (signal !== undefined) setMaxListeners(0, signal) // many stacks wait on one signal: that is no leak
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
