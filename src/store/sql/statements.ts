import { readTokens, type Token } from './tokens.ts'

/** One statement of a file. */
export interface Statement {
  /** Without the semicolon, leading comments and space. */
  text: string
  /** Line of its first word, from 1. */
  line: number
}

/** Cuts a file into its statements, at semicolons outside quotes, comments, brackets and `BEGIN ATOMIC … END`. */
export function splitStatements(sql: string): Statement[] {
  const statements: Statement[] = []
  let open = newStatement()
  for (const token of readTokens(sql)) {
    if (token.kind === 'space' || token.kind === 'comment') continue
    const text = sql.slice(token.start, token.end)
    if (text === ';' && open.brackets === 0 && open.blocks === 0) {
      close(sql, open, statements)
      open = newStatement()
    } else {
      extend(open, token, text)
    }
  }
  close(sql, open, statements)
  return statements
}

/** The first words of a statement, in upper case: `['CREATE', 'INDEX', 'CONCURRENTLY']`. */
export function leadingWords(sql: string, count: number): string[] {
  const words: string[] = []
  for (const token of readTokens(sql)) {
    if (token.kind === 'space' || token.kind === 'comment') continue
    if (token.kind !== 'word' || words.length === count) break
    words.push(sql.slice(token.start, token.end).toUpperCase())
  }
  return words
}

interface OpenStatement {
  start: number | undefined
  end: number
  brackets: number
  /** Depth of BEGIN … END and CASE … END, which only a routine's body may hold. */
  blocks: number
  words: string[]
}

function newStatement(): OpenStatement {
  return { start: undefined, end: 0, brackets: 0, blocks: 0, words: [] }
}

function extend(open: OpenStatement, token: Token, text: string): void {
  open.start ??= token.start
  open.end = token.end
  if (text === '(') open.brackets += 1
  if (text === ')') open.brackets = Math.max(0, open.brackets - 1)
  if (token.kind === 'word') countBlocks(open, text.toUpperCase())
}

function countBlocks(open: OpenStatement, word: string): void {
  if (open.words.length < 4) open.words.push(word)
  if (open.brackets > 0 || !isRoutine(open.words)) return
  if (word === 'BEGIN' || (word === 'CASE' && open.blocks > 0)) open.blocks += 1
  if (word === 'END' && open.blocks > 0) open.blocks -= 1
}

function isRoutine(words: readonly string[]): boolean {
  const kind = words[1] === 'OR' ? words[3] : words[1]
  return words[0] === 'CREATE' && (kind === 'FUNCTION' || kind === 'PROCEDURE')
}

function close(sql: string, open: OpenStatement, statements: Statement[]): void {
  if (open.start === undefined) return
  statements.push({ text: sql.slice(open.start, open.end), line: lineAt(sql, open.start) })
}

/** The line, from 1, of a character. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}
