import { readTokens } from './tokens.ts'

/**
 * A statement with nothing of its literals left that still can be prepared: texts become NULL (a typed one a NULL of its
 * type), numbers the plainest of their kind. Positions in ORDER BY and GROUP BY stay, which are no values. Parameters stay.
 */
export function neutralStatement(sql: string): string {
  const tokens = [...readTokens(sql)].map((token) => ({ ...token, text: sql.slice(token.start, token.end) }))
  const state: State = { out: [], inPositions: false }
  for (const { kind, text } of tokens) {
    if (kind === 'comment' || kind === 'space') push(state, ' ')
    else if (kind === 'string') pushText(state)
    else if (kind === 'number') push(state, state.inPositions && /^\d{1,3}$/.test(text) ? text : plainNumber(text))
    else {
      follow(state, kind, text)
      push(state, text)
    }
  }
  return state.out.join('').trim()
}

interface State {
  out: string[]
  /** Inside ORDER BY or GROUP BY, outside brackets. */
  inPositions: boolean
}

function push({ out }: State, text: string): void {
  if (text !== ' ' || out.at(-1) !== ' ') out.push(text)
}

/** `date '2026-01-01'` is a literal of two tokens. */
function pushText(state: State): void {
  const at = state.out.findLastIndex((text) => text !== ' ')
  const before = state.out[at] ?? ''
  if (!typeWords.has(before.toLowerCase())) push(state, 'NULL')
  else state.out.splice(at, state.out.length, `CAST(NULL AS ${before})`)
}

const typeWords: ReadonlySet<string> = new Set([
  ...[
    'date',
    'time',
    'timetz',
    'timestamp',
    'timestamptz',
    'interval',
    'bool',
    'boolean',
    'uuid',
    'json',
    'jsonb',
    'bytea',
    'inet',
    'cidr',
  ],
  ...[
    'text',
    'varchar',
    'numeric',
    'decimal',
    'int',
    'integer',
    'bigint',
    'smallint',
    'float',
    'float8',
    'real',
    'money',
    'xml',
    'regclass',
  ],
])

const ends = /^(?:limit|offset|having|window|union|except|intersect|for|fetch|where|from|rows|range|groups)$/i

function follow(state: State, kind: string, text: string): void {
  if (text === '(' || text === ')' || text === ';') state.inPositions = false
  if (kind !== 'word') return
  const before = state.out.findLast((each) => each !== ' ')?.toLowerCase()
  if (/^by$/i.test(text) && (before === 'order' || before === 'group')) state.inPositions = true
  else if (ends.test(text)) state.inPositions = false
}

/** A number of the same type: int, bigint, or numeric. */
function plainNumber(text: string): string {
  const digits = text.replaceAll('_', '')
  if (!/^\d+$/.test(digits)) return /^0x/i.test(digits) ? '1' : '1.5'
  const value = BigInt(digits)
  if (value <= 2_147_483_647n) return '1'
  return value <= 9_223_372_036_854_775_807n ? '3000000000' : '10000000000000000000'
}
