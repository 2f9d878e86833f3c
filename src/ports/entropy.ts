/** Randomness, as the rooms see it. */
export interface Entropy {
  /** `bytes` random bytes, as lower-case hexadecimal (two characters a byte). */
  hex(bytes: number): string
}
