import { isReplicaError } from '../../errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Entropy } from '../../ports/entropy.ts'
import { createRate, type Rate } from './rate.ts'

/** The AWS calls that all work of one process shares. AWS limits each action by itself, so each has a rate of its own. */
export interface Budget {
  /**
   * Makes one call when its turn comes. `action` is the API action that it is (`DescribeStacks`); without one it shares a
   * rate with all that have none. After throttling the action's rate falls by a third, and the call made again; the rate
   * recovers as calls succeed. Throws what the call throws, and the signal's reason while it waits.
   */
  call<Result>(work: () => Promise<Result>, signal?: AbortSignal, action?: string): Promise<Result>
  /** How many calls of each action were made, and how many of them were throttled. */
  counts(): Readonly<Record<string, CallCount>>
  /** What this budget's users share beside it, by the cloud that they call: see fleet.ts. */
  readonly shared: WeakMap<object, unknown>
}

export interface CallCount {
  made: number
  throttled: number
}

/** Calls of no named action: all of them together. */
const unnamed = 'other'
const mostAttempts = 15
const firstBackoffMs = 500
const longestBackoffMs = 10_000

/**
 * A budget in which each action begins with 5 calls a second. One is made for a whole process, so that parallel work
 * shares it. `jitter` gives a number from 0 to 1 for each wait after throttling, so that several processes that were
 * throttled together do not come back together.
 */
export function createBudget(clock: Clock, jitter: () => number = () => 0.5): Budget {
  const rates = new Map<string, Rate>()
  const counted = new Map<string, CallCount>()
  const rateOf = (action: string): Rate => getOrMake(rates, action, () => createRate(clock, action === unnamed ? 'shared' : 'own'))
  return {
    async call(work, signal, action = unnamed) {
      const rate = rateOf(action)
      const count = getOrMake(counted, action, () => ({ made: 0, throttled: 0 }))
      for (let attempt = 1; ; attempt++) {
        const startedMs = await rate.takeTurn(signal)
        count.made++
        try {
          const result = await work()
          rate.speedUp()
          return result
        } catch (error) {
          if (!isReplicaError(error, 'cloud.throttled')) throw error
          count.throttled++
          rate.slowDown(startedMs)
          if (attempt >= mostAttempts) throw error
          await clock.sleep(backoffMs(attempt) * (0.5 + jitter()), signal)
        }
      }
    },
    counts: () => Object.fromEntries(counted),
    shared: new WeakMap(),
  }
}

/** Jitter for a budget: numbers from 0 to 1. */
export function jitterFrom(entropy: Entropy): () => number {
  return () => Number.parseInt(entropy.hex(4), 16) / 0xffffffff
}

function backoffMs(attempt: number): number {
  return Math.min(longestBackoffMs, firstBackoffMs * 2 ** (attempt - 1))
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key) ?? make()
  map.set(key, known)
  return known
}
