import type { MaskMethod } from '../../../spec/types.ts'
import { methodsFor } from '../methods.ts'
import type { MaskColumn, MaskTable } from '../types.ts'
import { nameWords, type PersonalClass, personalClasses, personWords, thingWords } from './words.ts'

/** Why a column looks personal, and what could become of it. */
export interface Suspicion {
  /** "its name says e-mail". */
  why: string
  method: MaskMethod
}

/** What a column's name and type say; undefined where neither looks personal. */
export function lookAtName(table: Pick<MaskTable, 'name'>, column: MaskColumn): Suspicion | undefined {
  if (column.kind === 'boolean') return undefined
  const typed = byType(column)
  if (typed !== undefined) return { why: typed, method: suggest(column, ['hash', 'empty', 'null']) }
  const words = wordsOf(column.name)
  const found = personalClasses.find((each) => each.kinds.includes(column.kind) && says(words, phrases(each), column))
  if (found !== undefined) return { why: `its name says ${found.what}`, method: suggest(column, found.methods) }
  if (isPersonName(words, wordsOf(table.name), column))
    return { why: 'its name says name of a person', method: suggest(column, ['fake-name', 'hash', 'empty']) }
  return undefined
}

/** The first of these methods that the column can take; else the first that it can. */
export function suggest(column: MaskColumn, wanted: readonly MaskMethod[]): MaskMethod {
  const fits = methodsFor(column)
  return wanted.find((method) => fits.includes(method)) ?? fits[0] ?? 'keep'
}

/** The words of a name: `emailAddress2`, `E-Mail_Address` → email, address; accents are taken off. */
export function wordsOf(name: string): string[] {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('ł', 'l').replace(/[øØ]/g, 'o')
  const parted = plain.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
  return parted
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
}

function byType({ kind, base }: MaskColumn): string | undefined {
  if (kind === 'address' || /^(?:cidr|macaddr8?)$/.test(base)) return 'its type is a network address'
  if (/^(?:point|geometry|geography)$/.test(base)) return 'its type is a place'
  if (base === 'pg_largeobject') return 'large objects may hold anything'
  return base === 'tsvector' ? 'its type holds the words of other columns' : undefined
}

const phraseLists = new WeakMap<PersonalClass, readonly string[][]>()

function phrases(each: PersonalClass): readonly string[][] {
  const known = phraseLists.get(each) ?? parsePhrases(each.words)
  phraseLists.set(each, known)
  return known
}

function parsePhrases(text: string): string[][] {
  return text.split(', ').map((phrase) => phrase.split(' '))
}

const harmlessEnds: ReadonlySet<string> = new Set(['id', 'count', 'total', 'version', 'length', 'order'])

function says(words: readonly string[], list: readonly string[][], column: MaskColumn): boolean {
  return list.some((phrase) => {
    const end = endOf(words, phrase)
    // The number of a row about it, or of how many there are, is none itself: phone_id.
    return end !== undefined && !(column.kind === 'integer' && end < words.length && harmlessEnds.has(words.at(-1) ?? ''))
  })
}

/** Where a phrase ends in a name, written apart or as one word, in the singular or plural. */
function endOf(words: readonly string[], phrase: readonly string[]): number | undefined {
  for (let at = 0; at < words.length; at += 1) {
    if (isWord(words[at], phrase.join(''))) return at + 1
    if (phrase.length > 1 && phrase.every((part, offset) => isWord(words[at + offset], part))) return at + phrase.length
  }
  return undefined
}

function isWord(found: string | undefined, word: string): boolean {
  return found === word || found === `${word}s` || found === `${word}es`
}

const names = parsePhrases(nameWords)
const persons = parsePhrases(personWords)
const things = parsePhrases(thingWords)

function isPersonName(words: readonly string[], table: readonly string[], column: MaskColumn): boolean {
  if (column.kind !== 'text') return false
  const end = names.map((phrase) => endOf(words, phrase)).find((each) => each !== undefined)
  if (end !== words.length) return false
  if (words.length > 1) return persons.some((phrase) => endOf(words, phrase) !== undefined)
  return persons.some((phrase) => endOf(table, phrase) !== undefined) || !things.some((phrase) => endOf(table, phrase) === table.length)
}
