import { leadingWords } from './statements.ts'
import { readTokens } from './tokens.ts'

/**
 * The query inside a statement that a routine's body may hold: of CREATE TABLE … AS, DECLARE … FOR, COPY and PREPARE
 * the query they carry; undefined where there is none.
 */
export function readableQuery(sql: string): string | undefined {
  const [first = '', second = ''] = leadingWords(sql, 4)
  if (first === '' && sql.trimStart().startsWith('(')) return sql
  if (plain.has(first)) return sql
  if (first === 'CREATE' && createsFromQuery(sql)) return withoutData(after(sql, 'AS'))
  if (first === 'PREPARE') return after(sql, 'AS')
  if (first === 'DECLARE') return after(sql, 'FOR')
  if (first === 'COPY' && second === '') return inBrackets(sql)
  return first === 'COPY' ? copiedTable(sql) : undefined
}

const plain: ReadonlySet<string> = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'WITH', 'VALUES'])

function createsFromQuery(sql: string): boolean {
  return leadingWords(sql, 6).some((word) => word === 'TABLE' || word === 'VIEW')
}

/** What stands behind the first `word` outside brackets. */
function after(sql: string, word: string): string | undefined {
  let depth = 0
  for (const { kind, start, end } of readTokens(sql)) {
    const text = sql.slice(start, end)
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    if (kind === 'word' && depth === 0 && text.toUpperCase() === word) return sql.slice(end).trim()
  }
  return undefined
}

function withoutData(query: string | undefined): string | undefined {
  return query?.replace(/\s+with\s+(?:no\s+)?data\s*$/i, '')
}

function inBrackets(sql: string): string | undefined {
  let open: number | undefined
  let depth = 0
  for (const { start, end } of readTokens(sql)) {
    const text = sql.slice(start, end)
    if (text === '(' && depth++ === 0) open = end
    if (text === ')' && --depth === 0 && open !== undefined) return sql.slice(open, start).trim()
  }
  return undefined
}

function copiedTable(sql: string): string | undefined {
  const match = /^\s*copy\s+([^\s(]+)\s*(?:\(([^)]*)\))?\s*(?:to|from)\b/i.exec(sql)
  return match === null ? undefined : `SELECT ${match[2] ?? '*'} FROM ${match[1]}`
}
