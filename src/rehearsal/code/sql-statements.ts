import { fingerprintStatement } from '../../store/sql/fingerprint.ts'
import { splitStatements } from '../../store/sql/statements.ts'
import { readTokens, type Token } from '../../store/sql/tokens.ts'

/** SQL text as it stands in code: pieces of strings, with unknown text where `hole` says so. */
export interface SqlPiece {
  text: string
  /** Where it stands in the file. */
  start: number
  /** Something that is only known when the code runs comes before it. */
  hole: boolean
}

/** One SQL statement in a file. */
export interface SqlStatement {
  /** Where it begins and ends in the file. */
  start: number
  end: number
  /** Identifiers in lower case, in the order of the text. */
  names: readonly SqlName[]
  /** What is fixed of its text, in the form of recorded statements. */
  fragments: readonly string[]
}

export interface SqlName {
  name: string
  at: number
  /** What stands before its dot: a table, or an alias. */
  qualifier?: string
}

const hole = '\u0000'
/** Parameters and placeholders of drivers and templates. */
const placeholder = /\{\{[\s\S]{0,500}?\}\}|\{%[\s\S]{0,500}?%\}|%\(\w+\)[a-z]|%[sdLI]|\{[^{}\n]{0,200}\}|(?<![:\w]):[a-z_]\w*|\?\w*/gi

/** The statements of one text of SQL. */
export function sqlStatements(pieces: readonly SqlPiece[]): SqlStatement[] {
  const joined = join(pieces)
  let from = 0
  return splitStatements(joined.text).map(({ text }) => {
    from = Math.max(from, joined.text.indexOf(text, from))
    const start = from
    from += text.length
    const names = namesOf(text, 0).map((name) => ({ ...name, at: joined.sourceOf(start + name.at) }))
    return { start: joined.sourceOf(start), end: joined.sourceOf(Math.max(start, from - 1)), names, fragments: fragmentsOf(text) }
  })
}

function join(pieces: readonly SqlPiece[]): { text: string; sourceOf: (at: number) => number } {
  let text = ''
  const begins: { at: number; start: number }[] = []
  for (const piece of pieces) {
    if (piece.hole) text += hole
    begins.push({ at: text.length, start: piece.start })
    text += piece.text
  }
  return { text, sourceOf: (at) => sourceOf(begins, at) }
}

function sourceOf(begins: readonly { at: number; start: number }[], at: number): number {
  let [low, high] = [0, begins.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((begins[middle]?.at ?? 0) <= at) low = middle
    else high = middle - 1
  }
  const begin = begins[low] ?? { at: 0, start: 0 }
  return begin.start + Math.max(0, at - begin.at)
}

/** Names, and what a template or a body in dollar quotes names; of other literals those that are a name alone. */
function namesOf(text: string, nesting: number): SqlName[] {
  const names: SqlName[] = []
  let qualifier: string | undefined
  for (const token of readTokens(text)) {
    const found = namesIn(text, token, nesting)
    for (const name of found) names.push(qualifier === undefined ? name : { ...name, qualifier })
    if (token.kind === 'space' || token.kind === 'comment') continue
    const isDot = text.slice(token.start, token.end) === '.'
    qualifier = isDot ? names.at(-1)?.name : undefined
  }
  return names
}

function namesIn(text: string, { kind, start, end }: Token, nesting: number): SqlName[] {
  const value = text.slice(start, end)
  if (kind === 'word') return [{ name: value.toLowerCase(), at: start }]
  if (kind === 'quoted')
    return [
      {
        name: value
          .replace(/^(?:[uU]&)?"|"$/g, '')
          .replaceAll('""', '"')
          .toLowerCase(),
        at: start,
      },
    ]
  if (kind !== 'string') return []
  const quote = /^\$\w*\$/.exec(value)?.[0]
  if (quote !== undefined && nesting < 2) {
    const body = value.slice(quote.length, value.endsWith(quote) ? -quote.length : undefined)
    return namesOf(body, nesting + 1).map((name) => ({ ...name, at: name.at + start + quote.length }))
  }
  const content = /^[a-zA-Z]?'([\w.]+)'$/.exec(value)?.[1]
  if (content === undefined) return []
  return [{ name: content.slice(content.lastIndexOf('.') + 1).toLowerCase(), at: start + value.indexOf(content) }]
}

/** The text as `fingerprintStatement` writes it, cut where something is filled in. */
function fragmentsOf(text: string): string[] {
  return normalise(text.replace(placeholder, (found) => hole.repeat(found.length)))
    .split(hole)
    .filter((fragment) => fragment.trim().length > 1)
}

function normalise(text: string): string {
  return fingerprintStatement(text).text.toLowerCase().replace(/\$\d+/g, hole).replaceAll('?', hole).replace(holes, hole)
}

/** `(?, ?, ?)` is one hole: lists of values are folded in recorded statements too. */
const holes = new RegExp(`${hole}(?:\\s*,?\\s*${hole})+`, 'g')

/**
 * How well a statement in code can be what was recorded, from 0 to 1: the share of the recorded text that its fixed
 * parts make up, in order and from the beginning.
 */
export function matchRecorded(statement: SqlStatement, recorded: string): number {
  const text = recorded.toLowerCase()
  let at = 0
  let matched = 0
  for (const [index, fragment] of statement.fragments.entries()) {
    const part = fragment.trim()
    const found = index === 0 ? (text.startsWith(part) ? 0 : -1) : text.indexOf(part, at)
    if (found === -1) return 0
    at = found + part.length
    matched += part.length
  }
  return text.length === 0 ? 0 : Math.min(1, matched / text.length)
}

/** The last of the statements that begins before a place; they are in the order of the file. */
export function statementBefore(statements: readonly SqlStatement[], at: number): SqlStatement | undefined {
  let [low, high] = [0, statements.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((statements[middle]?.start ?? 0) < at) low = middle + 1
    else high = middle
  }
  return statements[low - 1]
}
