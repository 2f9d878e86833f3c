import type { Session } from '../../../ports/databases.ts'
import type { MaskMethod } from '../../../spec/types.ts'
import { quoteName, quoteTable, quoteText } from '../../sql/quote.ts'
import type { Store } from '../../types.ts'
import type { MaskColumn, MaskTable, ValueKind } from '../types.ts'
import { type Suspicion, suggest } from './look.ts'
import { personalClasses } from './words.ts'

/**
 * What the values of these columns of one table look like: patterns are counted inside the database, over a sample of
 * large tables, and nothing but the counts leaves it. By attnum.
 */
export async function lookAtValues(
  session: Session,
  server: Store['server'],
  table: MaskTable,
  columns: readonly MaskColumn[],
): Promise<Map<number, Suspicion>> {
  const asked = columns.flatMap((column) =>
    valuePatterns.filter(({ kinds }) => kinds.includes(column.kind)).map((pattern) => ({ column, pattern })),
  )
  if (asked.length === 0) return new Map()
  const [row = {}] = await session.query<Record<string, string>>(countQuery(server, table, asked))
  const found = new Map<number, Suspicion>()
  asked.forEach(({ column, pattern }, at) => {
    const [filled, matching] = [Number(row[`filled${at}`]), Number(row[`matching${at}`])]
    if (matching === 0 || matching < pattern.share * filled || found.has(column.attnum)) return
    const percent = Math.max(1, Math.round((100 * matching) / filled))
    found.set(column.attnum, { why: `${percent} % of its values hold ${pattern.what}`, method: suggest(column, pattern.methods) })
  })
  return found
}

interface ValuePattern {
  what: string
  /** A regular expression of PostgreSQL's. */
  source: string
  kinds: readonly ValueKind[]
  /** From this share of the values on, the column is suspicious. */
  share: number
  methods: readonly MaskMethod[]
}

const keyWords = personalClasses
  .filter(({ what }) => what !== 'free text')
  .flatMap(({ words }) => words.split(', '))
  .filter((word) => word.length > 3 && word !== 'mail' && word !== 'cell' && word !== 'race')
  .map((word) => word.replaceAll(' ', '[_ -]?'))

/** In the order in which they are told. Nothing is anchored that may stand within free text. */
const valuePatterns: readonly ValuePattern[] = [
  {
    what: 'e-mail addresses',
    source: '[[:alnum:]._%+-]+@[[:alnum:]-]+(\\.[[:alnum:]-]+)*\\.[[:alpha:]]{2,}',
    kinds: ['text', 'array', 'json', 'document'],
    share: 0.005,
    methods: ['fake-email', 'empty', 'null'],
  },
  {
    what: 'social security numbers',
    source: '(^|[^0-9-])[0-9]{3}-[0-9]{2}-[0-9]{4}($|[^0-9-])',
    kinds: ['text', 'array', 'json', 'document'],
    share: 0.005,
    methods: ['hash', 'empty', 'null'],
  },
  {
    what: 'bank accounts (IBAN)',
    source: '(^|[^[:alnum:]])[A-Z]{2}[0-9]{2} ?([A-Z0-9]{4} ?){2,7}[0-9]{1,4}($|[^[:alnum:]])',
    kinds: ['text'],
    share: 0.05,
    methods: ['hash', 'empty', 'null'],
  },
  {
    what: 'phone numbers',
    source: '^\\s*(\\+[1-9][0-9 ()./-]{6,18}[0-9]|\\(?[0-9]{3}\\)?[ .-][0-9]{3}[ .-][0-9]{4})\\s*$',
    kinds: ['text'],
    share: 0.05,
    methods: ['fake-phone', 'hash', 'empty'],
  },
  {
    what: 'network addresses',
    source: '^\\s*([0-9]{1,3}(\\.[0-9]{1,3}){3}|([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4})(/[0-9]{1,3})?\\s*$',
    kinds: ['text'],
    share: 0.05,
    methods: ['hash', 'empty', 'null'],
  },
  {
    what: 'fields with personal names',
    source: `(?i)"[^":]{0,20}(${keyWords.join('|')})[^":]{0,20}"\\s*:`,
    kinds: ['json'],
    share: 0.005,
    methods: ['empty', 'null'],
  },
]

const sampledBytes = 4 * 1024 * 1024
const sampledRows = 20_000
const mostCharacters = 4_000

type Asked = readonly { column: MaskColumn; pattern: ValuePattern }[]

function countQuery(server: Store['server'], table: MaskTable, asked: Asked): string {
  const columns = [...new Set(asked.map(({ column }) => column))]
  const texts = columns.map((column) => `left(CAST(t.${quoteName(column.name)} AS text), ${mostCharacters}) AS c${column.attnum}`)
  const counts = asked.map(({ column, pattern }, at) => {
    const value = `s.c${column.attnum}`
    const matching = `count(CASE WHEN ${value} ~ ${quoteText(pattern.source)} THEN 1 END) AS matching${at}`
    return `count(nullif(${value}, '')) AS filled${at}, ${matching}`
  })
  return `SELECT ${counts.join(', ')} FROM (SELECT ${texts.join(', ')} FROM ${sample(server, table)}) s`
}

/** Blocks from the whole table, the same each time; Redshift has no such way, there it is some of the rows. */
function sample(server: Store['server'], table: MaskTable): string {
  if (server === 'redshift') return `${quoteTable(table)} t LIMIT ${sampledRows}`
  const from = `${table.kind === 'table' ? 'ONLY ' : ''}${quoteTable(table)} t`
  if (table.bytes <= sampledBytes) return from
  return `${from} TABLESAMPLE SYSTEM (${Math.max(0.001, (100 * sampledBytes) / table.bytes)}) REPEATABLE (1)`
}
