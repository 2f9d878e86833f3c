/** How long a resource is expected to take, by how those that are done have gone. */
export interface Guess {
  seconds: number
  /** How far off it may be: the standard deviation of its logarithm, so that 0.1 is some 10 %. */
  spread: number
}

/** Learns how the durations of a stack compare with what is usual. */
export interface Tempo {
  learn(type: string, seconds: number, usualSeconds: number): void
  guess(type: string, usualSeconds: number): Guess
}

interface Sum {
  weight: number
  weighted: number
}

/** Before anything is done: a stack may well take half or twice as long as is usual. */
const spreadBefore = 0.4
/** How far resources of different types, and of the same, lie apart within one stack. */
const spreadAcross = 0.04
const spreadWithin = 0.05
/** What events leave open, in seconds: it makes quick resources poor witnesses. */
const noiseSeconds = 0.15
const leastSeconds = 0.05

/** A weighted mean of logarithms: of what is usual, and of everything that is done; by type as soon as one of that type is. */
export function createTempo(): Tempo {
  const all: Sum = { weight: spreadBefore ** -2, weighted: 0 }
  const byType = new Map<string, Sum>()
  return {
    learn(type, seconds, usualSeconds) {
      const ratio = Math.log(Math.max(leastSeconds, seconds) / usualSeconds)
      const weight = 1 / (spreadWithin ** 2 + (noiseSeconds / usualSeconds) ** 2)
      const own = byType.get(type) ?? { weight: 0, weighted: 0 }
      byType.set(type, own)
      for (const sum of [all, own]) {
        sum.weight += weight
        sum.weighted += weight * ratio
      }
    },
    guess(type, usualSeconds) {
      const own = byType.get(type)
      const { weight, weighted } = own ?? all
      const spread = own === undefined ? Math.hypot(weight ** -0.5, spreadAcross) : Math.max(weight ** -0.5, spreadWithin)
      return { seconds: usualSeconds * Math.exp(weighted / weight), spread }
    },
  }
}
