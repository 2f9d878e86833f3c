/** Something that is expected to happen, about `medianMs` after `fromMs`, and has not happened yet. */
export interface Instant {
  fromMs: number
  medianMs: number
  /** Of its logarithm, as of a guess. */
  spread: number
  /** How much it matters that it is seen at once: from 0 to 1. */
  weight: number
}

/** How likely it is to happen at that instant, a millisecond: by the log-logistic distribution, which forgives a wrong guess. */
export function hazardAt({ fromMs, medianMs, spread, weight }: Instant, atMs: number): number {
  const ageMs = Math.max(1, atMs - fromMs)
  const shape = logisticScale / spread
  const odds = (ageMs / Math.max(1, medianMs)) ** shape
  return Number.isFinite(odds) ? (weight * shape * odds) / (ageMs * (1 + odds)) : (weight * shape) / ageMs
}

/** A logistic distribution of scale 1 has this standard deviation. */
const logisticScale = Math.PI / Math.sqrt(3)
