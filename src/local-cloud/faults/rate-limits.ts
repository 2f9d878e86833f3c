import type { Clock } from '../../ports/clock.ts'

/** Counts calls against what operations may take. */
export interface RateLimits {
  /** Whether one more call of an operation fits now; it is counted if so. `perSecond` undefined is no limit. */
  admit(operation: string, perSecond: number | undefined): boolean
}

/** A bucket an operation, which holds a second's calls (at least one) and fills evenly. */
export function createRateLimits(clock: Pick<Clock, 'now'>): RateLimits {
  const buckets = new Map<string, { tokens: number; atMs: number }>()
  return {
    admit(operation, perSecond) {
      if (perSecond === undefined) return true
      const nowMs = clock.now().getTime()
      const size = Math.max(1, perSecond)
      const { tokens, atMs } = buckets.get(operation) ?? { tokens: size, atMs: nowMs }
      const filled = Math.min(size, tokens + ((nowMs - atMs) / 1000) * perSecond)
      const fits = filled >= 1
      buckets.set(operation, { tokens: fits ? filled - 1 : filled, atMs: nowMs })
      return fits
    },
  }
}
