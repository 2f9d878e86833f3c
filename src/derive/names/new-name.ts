import { createHash } from 'node:crypto'
import type { NameFact } from '../facts/names.ts'
import { endsLikeHost } from '../leaks/top-level-domains.ts'

/** Lengths that only patterns know: tried from long to short once the whole name does not fit. */
const hiddenLengths = [255, 128, 100, 64, 63, 50, 48, 40, 36, 32, 31, 30, 28, 24, 20, 16, 12, 8]
/** What must stay last: a FIFO queue's or topic's ending, a directory bucket's zone. */
const ending = /(?:\.fifo|--[a-z0-9-]+--x-s3)$/
/** How an id is joined to a name, from the usual way to what types take that allow letters alone. */
const spellings: readonly { separator: string; spell: (id: string) => string }[] = [
  { separator: '-', spell: (id) => id },
  { separator: '_', spell: (id) => id.replaceAll('-', '_') },
  { separator: '', spell: (id) => id.replaceAll('-', '') },
  { separator: '', spell: (id) => id.replaceAll('-', '').replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit))) },
]
/** Characters of the hash that keeps changed names apart. */
const hashLength = 6

/**
 * Production's name with the replica's id in it, within the length and letters of its type: after the name (`shop-r1`), of
 * a hostname after its first label, and before what must stay last (`.fifo`). A name that had to be cut or respelled keeps
 * a hash of the whole, so two never meet. The same for the same input; undefined where no such name can be made.
 */
export function newName(name: string, replicaId: string, fact: NameFact): string | undefined {
  const fits = fitting(name, fact)
  const parts = partsOf(name)
  for (const max of lengthsFor(fact)) {
    for (const { separator, spell } of spellings) {
      const candidate = suffixed(name, parts, spell(replicaId), separator, max)
      if (candidate !== undefined && fits(candidate)) return candidate
    }
  }
  return undefined
}

interface Parts {
  stem: string
  /** What stays behind the replica's id. */
  end: string
}

function partsOf(name: string): Parts {
  const end = name.includes('.') && endsLikeHost(name) ? name.slice(name.indexOf('.')) : (ending.exec(name)?.[0] ?? '')
  return { stem: name.slice(0, name.length - end.length), end }
}

function lengthsFor({ max = 2048 }: NameFact): number[] {
  return [max, ...hiddenLengths.filter((length) => length < max)]
}

function suffixed(name: string, { stem, end }: Parts, id: string, separator: string, max: number): string | undefined {
  const spelled = separator === '-' ? stem : stem.replaceAll('-', separator)
  const whole = `${spelled}${separator}${id}${end}`
  if (whole.length <= max && spelled === stem) return whole
  const tail = `${separator}${hashOf(name)}${separator}${id}${end}`
  const room = max - tail.length
  if (room < 1) return undefined
  const start = spelled.slice(0, room).replace(/[-_./]+$/, '')
  return start === '' ? undefined : `${start}${tail}`
}

function hashOf(name: string): string {
  const bytes = createHash('sha256').update(name).digest('hex').slice(0, 12)
  return Number.parseInt(bytes, 16).toString(36).padStart(hashLength, '0').slice(-hashLength)
}

/**
 * Patterns without anchors mean the whole name too, unless production’s own name shows that they do not; one that does not
 * take production’s own name says nothing.
 */
function fitting(name: string, { max = Number.POSITIVE_INFINITY, pattern }: NameFact): (candidate: string) => boolean {
  const part = expressionOf(pattern)
  const whole = pattern === undefined ? undefined : expressionOf(`^(?:${pattern})$`)
  const expression = [whole, part].find((each) => each?.test(name))
  return (candidate) => candidate.length <= max && (expression === undefined || expression.test(candidate))
}

/** A pattern that JavaScript cannot read says nothing. */
function expressionOf(pattern: string | undefined): RegExp | undefined {
  if (pattern === undefined) return undefined
  const plain = pattern
    .replaceAll(/\(\?[si]+\)/g, '')
    .replaceAll('\\Z', '$')
    .replaceAll('\\z', '$')
    .replaceAll('\\A', '^')
  for (const flags of ['su', 's']) {
    try {
      return new RegExp(plain, pattern.includes('(?i') ? `${flags}i` : flags)
    } catch {
      // Older patterns escape what needs no escape: only the lenient reading takes them.
    }
  }
  return undefined
}
