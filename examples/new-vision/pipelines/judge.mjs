/** 1 for a good average, -1 for a poor one, 0 between. As in R, where this came from, comparing a missing value stops the job. */
export function judge(average, high, low) {
  if (![average, high, low].every(Number.isFinite)) throw new Error('missing value where TRUE/FALSE needed')
  if (average >= high) return 1
  return average <= low ? -1 : 0
}

/** Of numbers only; anything else among them makes the mean a missing value. */
export function mean(values) {
  if (values.length === 0 || !values.every(Number.isFinite)) return Number.NaN
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
