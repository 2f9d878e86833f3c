import { createHash } from 'node:crypto'
import type { Store } from '../store/types.ts'

/**
 * The secret of masking: one for the whole replica, so that joins between its stores still hold, and gone with it. It is
 * made from the generated passwords of all stores, which nobody else has.
 */
export function maskKey(stores: Readonly<Record<string, Store>>): string {
  const passwords = Object.keys(stores)
    .sort()
    .map((name) => `${name}:${stores[name]?.target.password ?? ''}`)
  return createHash('sha256').update(passwords.join('\n')).digest('hex')
}
