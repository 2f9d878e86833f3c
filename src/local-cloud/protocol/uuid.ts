import type { Entropy } from '../../ports/entropy.ts'

/** A random UUID (version 4), as AWS gives one to each request, stack and event. */
export function makeUuid(entropy: Entropy): string {
  const hex = entropy.hex(16)
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20, 32)].join('-')
}
