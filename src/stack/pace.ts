const firstDelayMs = 200
const growth = 1.5
const longestDelayMs = 5_000
const shortestCapMs = 200
const nearEndCapMs = 750

/**
 * How long to wait before the next look at a stack, in milliseconds. The looks start close together, in case it is
 * quick; they lie up to 5 s apart in the long middle, and close again around the expected end: always about a fifth of
 * the distance to it, before and after. `expectedMs` of 0 means that nobody knows.
 */
export function pollDelayMs(poll: { count: number; elapsedMs: number; expectedMs: number }): number {
  const distanceMs = Math.abs(poll.expectedMs - poll.elapsedMs) / 5
  const floorMs = clamp(poll.expectedMs / 20, shortestCapMs, nearEndCapMs)
  const rampMs = firstDelayMs * growth ** Math.min(poll.count, 20)
  return Math.round(Math.min(rampMs, clamp(distanceMs, floorMs, longestDelayMs)))
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
