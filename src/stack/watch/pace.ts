/** What the next look at a stack goes by; all in milliseconds. */
export interface Outlook {
  /** Since the beginning. */
  elapsedMs: number
  /** Since the last news, or since the beginning. */
  quietMs: number
  /** Until the next resource is expected to be done, negative when it is late; undefined where none is open. */
  dueMs: number | undefined
  /** Nothing is left to be started: after what is open now, the stack itself is done. */
  isEnding: boolean
  /** Looks that were saved up in slow times: see `createAllowance`. */
  saved: number
}

/** A stack may be quick. */
const firstMs = 200
const shortestMs = 700
const shortestAtEndMs = 600
const longestMs = 8_000
/** With nothing saved, at most so often, but for the end. */
const thriftyMs = 3_500

/**
 * How long to wait before the next look at a stack, in milliseconds. Looks lie close together right after news, since what
 * is begun then may fail at once, and around the instant at which a resource is expected to be done; far apart in between.
 */
export function lookDelayMs({ elapsedMs, quietMs, dueMs, isEnding, saved }: Outlook): number {
  const afterNewsMs = quietMs / 1.5
  const delayMs = Math.min(afterNewsMs, dueMs === undefined ? afterNewsMs : dueDelayMs(dueMs))
  const usualMs = isEnding ? shortestAtEndMs : saved < 1 ? thriftyMs : shortestMs
  const leastMs = Math.min(usualMs, Math.max(firstMs, elapsedMs / 2))
  return Math.round(Math.min(longestMs, Math.max(leastMs, delayMs)))
}

/** A part of the way to the expected instant; when that has passed, closer still, as it may be any moment. */
function dueDelayMs(dueMs: number): number {
  return dueMs >= 0 ? dueMs / 2 : -dueMs / 8
}

const perLookMs = 7_000
const mostSaved = 5

/** Saves up looks: one every 7 s, 5 at most. A look takes one away, and the time that it waited adds to them. */
export function createAllowance(): { saved(): number; spend(waitedMs: number): void } {
  let saved = mostSaved
  return {
    saved: () => saved,
    spend: (waitedMs) => {
      saved = Math.min(mostSaved, Math.max(0, saved + waitedMs / perLookMs - 1))
    },
  }
}

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
