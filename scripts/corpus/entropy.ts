import { createHash } from 'node:crypto'
import type { Entropy } from '../../src/ports/entropy.ts'

/** Randomness that is the same for the same seed, so that a run can be repeated. */
export function createSeededEntropy(seed: string): Entropy {
  let count = 0
  return {
    hex(bytes) {
      count += 1
      let text = ''
      for (let part = 0; text.length < bytes * 2; part++) text += createHash('sha256').update(`${seed} ${count} ${part}`).digest('hex')
      return text.slice(0, bytes * 2)
    },
  }
}
