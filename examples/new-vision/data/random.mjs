/**
 * A seeded source of chance, the same on every machine. Each step adds an odd constant to a 32-bit state
 * and mixes it with multiplications and shifts.
 */
export function randomFrom(seed) {
  let state = seed >>> 0

  const next = () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }

  /** A whole number from `low` to `high`, both included. */
  const between = (low, high) => low + (next() % (high - low + 1))
  const pick = (values) => values[between(0, values.length - 1)]

  const shuffle = (values) => {
    const shuffled = [...values]
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = between(0, last)
      const value = shuffled[last]
      shuffled[last] = shuffled[other]
      shuffled[other] = value
    }
    return shuffled
  }

  return { between, pick, shuffle }
}
