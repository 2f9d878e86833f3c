import { randomBytes } from 'node:crypto'
import type { Entropy } from '../ports/entropy.ts'

/** The operating system's random bytes. */
export function createEntropy(): Entropy {
  return { hex: (bytes) => randomBytes(bytes).toString('hex') }
}
