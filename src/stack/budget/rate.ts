import type { Clock } from '../../ports/clock.ts'

/** How often one API action is called: adapts to what AWS bears, whose limits are published nowhere. */
export interface Rate {
  /** Waits for the next turn and tells its instant, in milliseconds. Throws the signal's reason. */
  takeTurn(signal?: AbortSignal): Promise<number>
  /** A call has succeeded. */
  speedUp(): void
  /** A call that was started at that instant was throttled. Calls that were under way together slow it down once. */
  slowDown(startedMs: number): void
}

/** Calls a second, and how many may be made at once after a rest. */
const limits = {
  own: { first: 5, most: 20, burst: 5 },
  shared: { first: 20, most: 20, burst: 40 },
}
const slowest = 1
/** Of the rate at which AWS throttled, what is taken to be borne. */
const safeShare = 0.95
/** What throttling leaves of the rate: half would leave more of what AWS bears unused than is refused at this. */
const slowedShare = 0.7
/** How much of the way back to the borne rate one success is worth. */
const recovery = 0.2
/** By how much one success raises what is taken to be borne: the more, the longer nothing was throttled. */
const growthPerQuietSecond = 0.00005
const fastestGrowth = 0.005

/** A token bucket whose rate falls by a third when it is throttled, comes back quickly to just below that rate, and then feels its way up. */
export function createRate(clock: Clock, kind: keyof typeof limits): Rate {
  const { first, most, burst } = limits[kind]
  let perSecond = first
  let borne = first
  /** The instant at which the bucket would be full again. */
  let fullAtMs = 0
  let slowedAtMs = Number.NEGATIVE_INFINITY
  let last: Promise<unknown> = Promise.resolve()
  const nowMs = (): number => clock.now().getTime()
  const waitForTurn = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted()
    const waitMs = Math.ceil(fullAtMs - nowMs() - ((burst - 1) * 1000) / perSecond)
    if (waitMs > 0) await clock.sleep(waitMs, signal)
    fullAtMs = Math.max(fullAtMs, nowMs()) + 1000 / perSecond
  }
  return {
    async takeTurn(signal) {
      // One behind the other, so that each waits at the rate of its time.
      const turn = last.then(() => waitForTurn(signal))
      last = turn.catch(() => {})
      await turn
      return nowMs()
    },
    speedUp() {
      // Calls that nobody had to wait for say nothing of what AWS bears.
      const isBusy = fullAtMs > nowMs()
      const quietSeconds = (nowMs() - slowedAtMs) / 1000
      if (isBusy) borne = Math.min(most, borne * (1 + Math.min(fastestGrowth, growthPerQuietSecond * quietSeconds)))
      perSecond += (borne - perSecond) * recovery
    },
    slowDown(startedMs) {
      if (startedMs < slowedAtMs) return
      slowedAtMs = nowMs()
      borne = Math.max(slowest, Math.min(borne, perSecond * safeShare))
      perSecond = Math.max(slowest, perSecond * slowedShare)
      // What was saved up is what AWS has just refused.
      fullAtMs = Math.max(fullAtMs, slowedAtMs + (burst * 1000) / perSecond)
    },
  }
}
