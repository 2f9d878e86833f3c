import { readTokens } from '../store/sql/tokens.ts'

/** What one statement does to rows. Names are as the server reads them: in lower case unless quoted. */
export interface DataStatement {
  verb: 'updates' | 'deletes' | 'adds'
  schema?: string
  table: string
  /** Columns that are set; empty where whole rows come or go. */
  columns: readonly string[]
}

const deepest = 3

/** Pure: the rows that a statement may change, those of a DO block and of a WITH included. Any text will do. */
export function parseDataStatements(sql: string, nesting = 0): DataStatement[] {
  const words = significantTokens(sql)
  const found: DataStatement[] = []
  for (let at = 0; at < words.length; at += 1) {
    const body = words[at]?.body
    if (body !== undefined && nesting < deepest) found.push(...parseDataStatements(body, nesting + 1))
    const verb = verbAt(words, at)
    if (verb === undefined) continue
    const name = readName(words, verb.next)
    if (name === undefined) continue
    const columns = verb.verb === 'updates' ? assignedColumns(words, name.next) : []
    if (verb.verb === 'updates' && columns.length === 0) continue
    found.push({ verb: verb.verb, ...name.name, columns })
  }
  return found
}

interface Word {
  /** Upper case for a plain word, the mark for a mark, empty for anything else. */
  word: string
  /** As a name of something. */
  name?: string
  /** What stands in dollar quotes. */
  body?: string
}

function significantTokens(sql: string): Word[] {
  const words: Word[] = []
  for (const { kind, start, end } of readTokens(sql)) {
    const text = sql.slice(start, end)
    if (kind === 'word') words.push({ word: text.toUpperCase(), name: text.toLowerCase() })
    else if (kind === 'quoted') words.push({ word: '', name: text.slice(1, -1).replaceAll('""', '"') })
    else if (kind === 'symbol') words.push({ word: text })
    else if (kind === 'string' && text.startsWith('$')) words.push({ word: '', body: text.replace(/^\$\w*\$/, '').replace(/\$\w*\$$/, '') })
    else if (kind !== 'space' && kind !== 'comment') words.push({ word: '' })
  }
  return words
}

function verbAt(words: readonly Word[], at: number): { verb: DataStatement['verb']; next: number } | undefined {
  const [word, second] = [words[at]?.word, words[at + 1]?.word]
  const skipOnly = (next: number): number => (words[next]?.word === 'ONLY' || words[next]?.word === 'TABLE' ? next + 1 : next)
  // Not FOR UPDATE, ON UPDATE and DO UPDATE.
  if (word === 'UPDATE' && !['FOR', 'ON', 'DO', 'KEY', 'BEFORE', 'AFTER', 'OR'].includes(words[at - 1]?.word ?? ''))
    return { verb: 'updates', next: skipOnly(at + 1) }
  if (word === 'DELETE' && second === 'FROM') return { verb: 'deletes', next: skipOnly(at + 2) }
  if (word === 'TRUNCATE') return { verb: 'deletes', next: skipOnly(skipOnly(at + 1)) }
  if ((word === 'INSERT' || word === 'MERGE') && second === 'INTO')
    return { verb: word === 'MERGE' ? 'deletes' : 'adds', next: skipOnly(at + 2) }
  return word === 'COPY' && at === 0 ? { verb: 'adds', next: at + 1 } : undefined
}

function readName(words: readonly Word[], at: number): { name: { schema?: string; table: string }; next: number } | undefined {
  const first = words[at]?.name
  if (first === undefined) return undefined
  const second = words[at + 1]?.word === '.' ? words[at + 2]?.name : undefined
  return second === undefined ? { name: { table: first }, next: at + 1 } : { name: { schema: first, table: second }, next: at + 3 }
}

/** `SET a = …, (b, c) = …`: the names before the equals signs, outside brackets. */
function assignedColumns(words: readonly Word[], from: number): string[] {
  const set = words.findIndex(({ word }, at) => at >= from && at < from + 5 && word === 'SET')
  if (set === -1) return []
  const columns: string[] = []
  let expects = true
  let depth = 0
  for (const { word, name } of words.slice(set + 1)) {
    if (depth === 0 && ends.test(word)) break
    if (expects && name !== undefined && depth < 2) columns.push(name)
    depth += depthOf[word] ?? 0
    if (depth === 0 && (word === '=' || word === ',')) expects = word === ','
  }
  return columns
}

const depthOf: Readonly<Record<string, number>> = { '(': 1, '[': 1, ')': -1, ']': -1 }
const ends = /^(?:WHERE|FROM|RETURNING|;|WHEN)$/
