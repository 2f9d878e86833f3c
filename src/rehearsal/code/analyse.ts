import { type Flow, followData } from './flow.ts'
import { type Language, languageOf } from './language.ts'
import { codeOf } from './literate.ts'
import { scanCode } from './scan.ts'
import { sqlInCode } from './sql-in-code.ts'
import { type SqlStatement, sqlStatements, statementBefore } from './sql-statements.ts'
import type { CodeToken } from './token.ts'
import { findUses, type Use } from './uses.ts'

/** What is known of one file of code. */
export interface CodeFile {
  file: string
  source: string
  /** Where each line begins. */
  lineStarts: readonly number[]
  language: Language
  statements: readonly SqlStatement[]
  /** By name in lower case. */
  uses: ReadonlyMap<string, readonly Use[]>
  /** Where the data goes that statements, or the strings at these places, fetch. */
  follow(statements: readonly SqlStatement[], places: readonly number[]): Flow
}

/** Files above this are data, whatever their name says. */
const largest = 1_000_000

/** Pure: reads a file of code. Any text will do; what cannot be understood names nothing. */
export function analyseCode(file: string, text: string): CodeFile {
  const source = text.length > largest ? '' : codeOf(file, text)
  const { language, syntax } = languageOf(file, source)
  const lineStarts = startsOfLines(source)
  if (language === 'sql') {
    const statements = sqlStatements([{ text: source, start: 0, hole: false }])
    return { file, source, lineStarts, language, statements, uses: new Map(), follow: () => ({ nearness: () => 'none' }) }
  }
  const tokens = scanCode(source, syntax)
  return {
    file,
    source,
    lineStarts,
    language,
    statements: sqlInCode(tokens),
    uses: findUses(tokens, language),
    follow: (statements, places) => followData(tokens, source, tokensAt(tokens, statements, places)),
  }
}

function tokensAt(tokens: readonly CodeToken[], statements: readonly SqlStatement[], places: readonly number[]): Set<number> {
  const found = new Set<number>()
  const wanted = new Set(places)
  for (const [at, { kind, start, value }] of tokens.entries()) {
    if (wanted.has(start)) found.add(at)
    if (kind !== 'text') continue
    const statement = statementBefore(statements, start + value.length)
    if (statement !== undefined && start <= statement.end) found.add(at)
  }
  return found
}

function startsOfLines(source: string): number[] {
  const starts = [0]
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The line, from 1, of a place in a file. */
export function lineOf({ lineStarts }: Pick<CodeFile, 'lineStarts'>, at: number): number {
  let [low, high] = [0, lineStarts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((lineStarts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low + 1
}
