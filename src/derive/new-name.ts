import { createHash } from 'node:crypto'
import type { NameFact } from './facts/names.ts'

/** Lengths that patterns hide: 255, 128, 64, 63 and 32 characters are what AWS's names allow. */
const usualLengths = [255, 128, 64, 63, 40, 32, 28]

/**
 * Production's name with the replica's id after it, within the length and letters of its type; `.fifo` stays last.
 * Undefined where no such name can be made. Names that had to be cut keep a hash of the whole, so two never meet.
 */
export function newName(name: string, replicaId: string, fact: NameFact): string | undefined {
  const lengths = [fact.max ?? 2048, ...usualLengths.filter((length) => length < (fact.max ?? 2048))]
  for (const max of lengths) {
    for (const separator of ['-', '_', '']) {
      const candidate = suffixed(name, replicaId, separator, max)
      if (candidate !== undefined && fits(candidate, fact.pattern)) return candidate
    }
  }
  return undefined
}

function suffixed(name: string, replicaId: string, separator: string, max: number): string | undefined {
  const ending = name.endsWith('.fifo') ? '.fifo' : ''
  const plain = name.slice(0, name.length - ending.length)
  const stem = separator === '-' ? plain : plain.replaceAll('-', separator)
  const id = separator === '-' ? replicaId : replicaId.replaceAll('-', separator)
  const whole = `${stem}${separator}${id}${ending}`
  if (whole.length <= max) return whole
  const tail = `${separator}${hashOf(name)}${separator}${id}${ending}`
  const room = max - tail.length
  return room < 1 ? undefined : `${stem.slice(0, room).replace(/[-_./]+$/, '')}${tail}`
}

function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 4)
}

/** A pattern that JavaScript cannot read says nothing. */
function fits(name: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true
  try {
    return new RegExp(pattern.replaceAll('\\Z', '$')).test(name)
  } catch {
    return true
  }
}
