import { type SqlPiece, type SqlStatement, sqlStatements } from './sql-statements.ts'
import type { CodeToken } from './token.ts'

/**
 * The SQL statements in code's strings: a string that begins as one does, and those that are put behind it (by `+`, as
 * a template's next piece, by standing next to it, or as an argument of paste() and its like).
 */
export function sqlInCode(tokens: readonly CodeToken[]): SqlStatement[] {
  const statements: SqlStatement[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token === undefined || token.kind !== 'text' || !beginsStatement.test(token.value)) continue
    const { pieces, last } = gather(tokens, at, token)
    statements.push(...sqlStatements(pieces))
    at = last
  }
  return statements
}

const verbs = 'select|insert|update|delete|with|merge|copy|create|alter|drop|truncate|declare|call|refresh|explain|values|unload'
const beginsStatement = new RegExp(String.raw`^(?:\s|--[^\n]*\n|/\*[\s\S]{0,2000}?\*/|\()*(?:${verbs})\s+\S?`, 'i')

/** Calls that put their arguments together into one text. */
const joiners: ReadonlySet<string> = new Set([
  'paste',
  'paste0',
  'str_c',
  'glue',
  'glue_sql',
  'concat',
  'cat',
  'str_glue',
  'c',
  'stri_paste',
])
const farthest = 40

function gather(tokens: readonly CodeToken[], first: number, begin: CodeToken): { pieces: SqlPiece[]; last: number } {
  const pieces: SqlPiece[] = [{ text: begin.value, start: begin.start, hole: false }]
  const joins = joiners.has(callOf(tokens, first, begin.depth))
  let last = first
  let hole = false
  for (let at = first + 1; at < tokens.length && at - last < farthest; at += 1) {
    const [before, token] = [tokens[at - 1], tokens[at]]
    if (token === undefined || token.depth < begin.depth) break
    const isPiece = token.kind === 'text' && token.depth === begin.depth
    if (!goesOn(before, token, begin.depth, joins)) break
    if (isPiece) {
      pieces.push({ text: token.value, start: token.start, hole: hole || before?.value === ',' || token.continues === true })
      last = at
    }
    hole = !isPiece && (hole || token.kind !== 'mark' || token.depth > begin.depth)
  }
  return { pieces, last }
}

const glue: ReadonlySet<string> = new Set(['+', '.', '%', '|', '&', '\\', '(', ')', '[', ']', '{', '}'])

/** Whether a token can still be part of the text that is put together. */
function goesOn(before: CodeToken | undefined, token: CodeToken, depth: number, joins: boolean): boolean {
  if (token.depth > depth || token.kind === 'name') return true
  if (token.kind === 'text') return adjoins(before, token, joins)
  return glue.has(token.value) || /^\d/.test(token.value) || (joins && token.value === ',')
}

function adjoins(before: CodeToken | undefined, token: CodeToken, joins: boolean): boolean {
  if (token.continues === true || before === undefined) return true
  if (before.kind === 'text') return true
  return before.kind === 'mark' && ('+.|&\\'.includes(before.value) || (joins && before.value === ','))
}

/** The name of the call in whose brackets a token stands. */
function callOf(tokens: readonly CodeToken[], at: number, depth: number): string {
  for (let before = at - 1; before >= 0 && at - before < farthest; before -= 1) {
    const token = tokens[before]
    if (token === undefined || token.depth >= depth) continue
    const name = token.value === '(' ? tokens[before - 1] : undefined
    return name?.kind === 'name' ? name.value : ''
  }
  return ''
}
