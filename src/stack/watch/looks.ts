import { hazardAt } from './instants.ts'
import type { Outlook } from './outlook.ts'

/** Looks of one stack: when the next one is due. */
export interface Looks {
  /** Milliseconds to wait before the next look. */
  delayMs(outlook: Outlook, nowMs: number): number
  /** A look was made, after so long. */
  spend(waitedMs: number): void
}

const shortestMs = 500
const longestMs = 10_000
/** One look in so long on the average, and so many to begin with. */
const perLookMs = 5_500
const savedFirst = 3
const mostSaved = 12
/** Kept back for what is begun later. */
const keptBack = 2
const fewest = 0.7

/**
 * Where something happens at an instant that nobody knows, it is seen soonest, for a number of looks, where these lie as
 * close together as the square root of its likelihood says. The number is what has been saved up and what will be until
 * then: one every few seconds. So looks gather right after things are begun, which may fail at once, and around the instants
 * at which they are expected to be done; the better a guess, the closer.
 */
export function createLooks(): Looks {
  let saved = savedFirst
  return {
    delayMs(outlook, nowMs) {
      const { looks, ms } = forecast(outlook, nowMs)
      const affordable = Math.max(fewest, saved + ms / perLookMs - (outlook.isEnding ? 0 : keptBack))
      return untilNext(outlook, nowMs, affordable / looks)
    },
    spend(waitedMs) {
      saved = Math.min(mostSaved, Math.max(-keptBack, saved + waitedMs / perLookMs - 1))
    },
  }
}

const stepShare = 0.02
const stepMs = 50

/** What is expected until the next event: milliseconds, and looks where each is worth the square root of the likelihood. */
function forecast(outlook: Outlook, nowMs: number): { looks: number; ms: number } {
  let [looks, ms, survival] = [0, 0, 1]
  for (let aheadMs = 0; survival > 0.02 && aheadMs < horizonMs; ) {
    const step = Math.max(stepMs, aheadMs * stepShare)
    aheadMs += step
    const { happens, fails } = hazards(outlook, nowMs + aheadMs)
    looks += Math.sqrt(happens + fails) * survival * step
    ms += survival * step
    survival *= Math.exp(-happens * step)
  }
  return { looks, ms }
}

const horizonMs = 4 * 3_600_000

function untilNext(outlook: Outlook, nowMs: number, perRoot: number): number {
  let share = 0
  let aheadMs = shortestMs
  for (; share < 1 && aheadMs < longestMs; aheadMs += stepMs) {
    const { happens, fails } = hazards(outlook, nowMs + aheadMs)
    share += Math.max(1 / longestMs, perRoot * Math.sqrt(happens + fails)) * stepMs * (aheadMs === shortestMs ? shortestMs / stepMs : 1)
  }
  return aheadMs
}

/** How likely something that was begun fails soon, and how soon. */
const failureShare = 0.2
const failureMs = 1_500

function hazards({ instants, begunMs }: Outlook, atMs: number): { happens: number; fails: number } {
  const happens = instants.reduce((sum, instant) => sum + hazardAt(instant, atMs), 0)
  const fails = begunMs.reduce((most, begun) => Math.max(most, (failureShare / failureMs) * Math.exp((begun - atMs) / failureMs)), 0)
  return { happens, fails }
}
