import { isReplicaError } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'

/** The rate of AWS calls that all work of one process shares. */
export interface Budget {
  /**
   * Makes one call when its turn comes. After throttling the rate is halved, and the call made again; it recovers as
   * calls succeed. Throws what the call throws, and the signal's reason while it waits.
   */
  call<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>
}

interface Pace {
  /** The instant, in milliseconds, at which the bucket would be full again. */
  fullAtMs: number
  intervalMs: number
}

/** AWS publishes no rates, and counts each action by itself; this is for all of them together. */
const callsPerSecond = 20
const burst = 40
const slowestIntervalMs = 5_000
const recovery = 0.95
const mostAttempts = 12

/** A budget of 20 calls a second, with bursts of 40. One is made for a whole process, so that parallel work shares it. */
export function createBudget(clock: Clock): Budget {
  const fastestIntervalMs = 1000 / callsPerSecond
  const pace: Pace = { fullAtMs: 0, intervalMs: fastestIntervalMs }
  return {
    async call(work, signal) {
      for (let attempt = 1; ; attempt++) {
        await takeTurn(pace, clock, signal)
        try {
          const result = await work()
          pace.intervalMs = Math.max(fastestIntervalMs, pace.intervalMs * recovery)
          return result
        } catch (error) {
          if (!isReplicaError(error, 'cloud.throttled') || attempt >= mostAttempts) throw error
          slowDown(pace, clock.now().getTime())
        }
      }
    },
  }
}

async function takeTurn(pace: Pace, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  const nowMs = clock.now().getTime()
  pace.fullAtMs = Math.max(pace.fullAtMs, nowMs) + pace.intervalMs
  const waitMs = pace.fullAtMs - nowMs - burst * pace.intervalMs
  if (waitMs > 0) await clock.sleep(waitMs, signal)
}

/** Halves the rate and takes away the burst: what was saved up is what AWS has just refused. */
function slowDown(pace: Pace, nowMs: number): void {
  pace.intervalMs = Math.min(slowestIntervalMs, pace.intervalMs * 2)
  pace.fullAtMs = Math.max(pace.fullAtMs, nowMs + burst * pace.intervalMs)
}
