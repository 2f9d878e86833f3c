/** A piece of SQL text. `string` covers every literal in quotes, dollar quotes included. */
export interface Token {
  kind: 'space' | 'comment' | 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol'
  start: number
  end: number
}

/**
 * Cuts SQL into tokens, every character in exactly one. It knows PostgreSQL's quotes, dollar quotes, nested comments,
 * parameters and numbers, and nothing of its grammar. What is not closed runs to the end.
 */
export function* readTokens(sql: string): Generator<Token> {
  let start = 0
  while (start < sql.length) {
    const token = tokenAt(sql, start)
    yield token
    start = token.end
  }
}

// The order matters: a prefix such as E'' before words, a number before symbols.
const patterns: readonly [Token['kind'], RegExp][] = [
  ['space', /\s+/y],
  ['comment', /--[^\n]*/y],
  ['string', /[eE]'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*(?:'|$)/y],
  ['string', /(?:[bBxXnN]|[uU]&)?'[^']*(?:''[^']*)*(?:'|$)/y],
  ['quoted', /(?:[uU]&)?"[^"]*(?:""[^"]*)*(?:"|$)/y],
  ['word', /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ['number', /0[xX][\da-fA-F_]+|(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y],
  ['parameter', /\$\d+/y],
]

function tokenAt(sql: string, start: number): Token {
  if (sql.startsWith('/*', start)) return { kind: 'comment', start, end: endOfComment(sql, start) }
  const dollar = endOfDollarQuote(sql, start)
  if (dollar !== undefined) return { kind: 'string', start, end: dollar }
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start
    if (pattern.test(sql)) return { kind, start, end: pattern.lastIndex }
  }
  return { kind: 'symbol', start, end: start + 1 }
}

function endOfComment(sql: string, start: number): number {
  const marks = /\/\*|\*\//g
  marks.lastIndex = start
  let depth = 0
  for (let mark = marks.exec(sql); mark !== null; mark = marks.exec(sql)) {
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
  return sql.length
}

const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y

function endOfDollarQuote(sql: string, start: number): number | undefined {
  if (sql[start] !== '$') return undefined
  dollarTag.lastIndex = start
  const tag = dollarTag.exec(sql)?.[0]
  if (tag === undefined) return undefined
  const close = sql.indexOf(tag, start + tag.length)
  return close === -1 ? sql.length : close + tag.length
}
