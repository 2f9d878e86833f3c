const firstPollMs = 200
const pollGrowth = 1.5
const longestPollMs = 5_000
const shortestPollMs = 200
const nearEndPollMs = 750

/**
 * How long to wait, in milliseconds, where a status alone is waited for: close together at first, in case it is quick, up
 * to 5 s apart, and about a fifth of the distance to the expected end. `expectedMs` of 0 means that nobody knows.
 */
export function pollDelayMs(poll: { count: number; elapsedMs: number; expectedMs: number }): number {
  const distanceMs = Math.abs(poll.expectedMs - poll.elapsedMs) / 5
  const floorMs = clamp(poll.expectedMs / 20, shortestPollMs, nearEndPollMs)
  const rampMs = firstPollMs * pollGrowth ** Math.min(poll.count, 20)
  return Math.round(Math.min(rampMs, clamp(distanceMs, floorMs, longestPollMs)))
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
