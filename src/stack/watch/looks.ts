import { hazardAt } from './instants.ts'
import type { Outlook } from './outlook.ts'

/** The looks at one stack and those nested in it: when the next one is due. */
export interface Looks {
  /** Milliseconds to wait before the next look at a stack of that outlook. */
  delayMs(outlook: Outlook, nowMs: number): number
  /** A look is made now. */
  spend(nowMs: number): void
}

const shortestMs = 500
const longestMs = 17_000
const mostSaved = 40
const mostOwed = 3
/** As many are made up to the next event even if nothing is saved; and up to the stack's end, when all else is done. */
const fewest = 1.2
const fewestAtEnd = 3

/**
 * Where something happens at an instant that nobody knows, it is seen soonest, for a number of looks, where these lie as
 * close together as the square root of its likelihood says. The number is what has been saved up and what will be until
 * then: one every few seconds. So looks gather around the instants at which something is expected to be done, the closer the
 * better the guess. Some follow each beginning whatever was saved, since what is begun may fail, or be done much sooner
 * than is usual; fewer with `isPatient`, where what failed would be tried again anyway.
 */
export function createLooks(startedMs: number, isPatient = false): Looks {
  const manner = isPatient ? patient : eager
  let saved = manner.savedFirst
  let lastMs = startedMs
  return {
    delayMs(outlook, nowMs) {
      const { roots, ms } = forecast(outlook, nowMs)
      const earned = ms / manner.perLookMs
      const affordable = Math.max(leastFor(outlook, saved, earned), saved + earned)
      return untilNext(outlook, nowMs, roots === 0 ? 0 : affordable / roots, manner)
    },
    spend(nowMs) {
      saved = Math.min(mostSaved, Math.max(-mostOwed, saved + (nowMs - lastMs) / manner.perLookMs - 1))
      lastMs = nowMs
    },
  }
}

function leastFor({ isLast, isEnding }: Outlook, saved: number, earned: number): number {
  if (isLast) return fewestAtEnd
  return isEnding || saved > -mostOwed ? fewest : earned / 2
}

const stepMs = 50
const stepShare = 0.02
const horizonMs = 4 * 3_600_000
const surely = 0.02

/** What is expected until the next event: milliseconds, and the sum of the roots of its likelihoods. */
function forecast({ instants }: Outlook, nowMs: number): { roots: number; ms: number } {
  let [roots, ms, survival] = [0, 0, 1]
  for (let aheadMs = 0; instants.length > 0 && survival > surely && aheadMs < horizonMs; ) {
    const step = Math.max(stepMs, aheadMs * stepShare)
    aheadMs += step
    const likelihood = likelihoodAt(instants, nowMs + aheadMs)
    roots += Math.sqrt(likelihood) * survival * step
    ms += survival * step
    survival *= Math.exp(-likelihood * step)
  }
  return { roots, ms }
}

/** When the looks' density adds up to one look. */
function untilNext({ instants, begunMs }: Outlook, nowMs: number, perRoot: number, manner: Manner): number {
  const density = (atMs: number): number =>
    Math.max(1 / longestMs, perRoot * Math.sqrt(likelihoodAt(instants, atMs)), ...begunMs.map((each) => densityAfter(atMs - each, manner)))
  let aheadMs = 0
  for (let share = 0; share < 1; aheadMs += stepMs) share += density(nowMs + aheadMs) * stepMs
  return Math.max(shortestMs, aheadMs)
}

function likelihoodAt(instants: Outlook['instants'], atMs: number): number {
  return instants.reduce((sum, instant) => sum + hazardAt(instant, atMs), 0)
}

/** What is begun may fail, soon more likely than late: looks lie the farther apart the longer ago that was. */
function densityAfter(ageMs: number, { closeMs, apart }: Manner): number {
  return 1 / (closeMs + apart * Math.max(0, ageMs))
}

interface Manner {
  /** One look in so long on the average, and so many to begin with. */
  perLookMs: number
  savedFirst: number
  /** Between looks right after a beginning, and by how much more for each millisecond since. */
  closeMs: number
  apart: number
}

const eager: Manner = { perLookMs: 5_000, savedFirst: 1.5, closeMs: 900, apart: 0.8 }
/** Where the end is all that counts, looks are kept for it. */
const patient: Manner = { perLookMs: 4_000, savedFirst: 5, closeMs: 1_500, apart: 1 }
