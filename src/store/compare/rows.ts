import type { Session } from '../../ports/databases.ts'
import { quoteTable } from '../sql/quote.ts'
import type { RowExample, TableShape } from '../types.ts'
import type { SidePair } from './differences.ts'
import { type KeyedRow, pairRows } from './pair-rows.ts'
import type { ColumnPair, TablePair } from './pairs.ts'
import { comparableText } from './pairs.ts'
import { type HashStyle, hashValues, rowHash } from './values.ts'

const rowsPerBucket = 200
const mostBuckets = 8
const mostRows = 2_000

/**
 * Rows that differ, each with its counterpart of the other side where it has one. Rows are put in buckets by their key
 * inside the databases, and only a few buckets that differ are fetched: a small read whatever the table's size. The key
 * is the table's own, else the columns in `steady`, else the columns that are not numbers.
 */
export async function readRowDifferences(
  sides: SidePair,
  pair: TablePair,
  columns: readonly ColumnPair[],
  steady: readonly ColumnPair[],
  rows: number,
): Promise<RowExample[]> {
  const key = keyColumns(pair, columns, steady)
  const before = viewOf(pair, 'before', columns, key, sides.style)
  const after = viewOf(pair, 'after', columns, key, sides.style)
  const buckets = bucketCount(rows)
  const [left, right] = await Promise.all([readBuckets(sides.before, before, buckets), readBuckets(sides.after, after, buckets)])
  const differing = [...new Set([...left.keys(), ...right.keys()])].filter((bucket) => left.get(bucket) !== right.get(bucket))
  const wanted = differing.sort((one, other) => one - other).slice(0, mostBuckets)
  const [old, now] = await Promise.all([readRows(sides.before, before, buckets, wanted), readRows(sides.after, after, buckets, wanted)])
  return pairRows(
    old,
    now,
    columns.map((column) => column.before.name),
  )
}

interface TableView {
  table: TableShape
  texts: readonly string[]
  keyTexts: readonly string[]
  /** Of a row, and of its key, as SQL. */
  hash: string
  keyHash: string
}

function keyColumns(pair: TablePair, columns: readonly ColumnPair[], steady: readonly ColumnPair[]): readonly ColumnPair[] {
  const own = pair.before.key.map((attnum) => columns.find((column) => column.before.attnum === attnum))
  if (own.length > 0 && own.every((column) => column !== undefined)) return own
  if (steady.length > 0) return steady
  const words = columns.filter((column) => /char|text|date|uuid/.test(column.before.type))
  return words.length > 0 ? words : columns
}

function viewOf(
  pair: TablePair,
  own: 'before' | 'after',
  columns: readonly ColumnPair[],
  key: readonly ColumnPair[],
  style: HashStyle,
): TableView {
  const other = own === 'before' ? 'after' : 'before'
  const texts = (pairs: readonly ColumnPair[]): string[] => pairs.map((column) => comparableText(column[own], column[other]))
  const hash = (pairs: readonly ColumnPair[]): string => rowHash(hashValues(pairs, own, style), style)
  return { table: pair[own], texts: texts(columns), keyTexts: texts(key), hash: hash(columns), keyHash: hash(key) }
}

/** A power of two. */
function bucketCount(rows: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, rows / rowsPerBucket)))
}

/** OFFSET 0 keeps the planner from taking every row for a bucket of its own, which would make it sort them. */
async function readBuckets(session: Session, view: TableView, buckets: number): Promise<Map<number, string>> {
  const rows = await session.query<{ bucket: string; sum: string }>(
    `SELECT bucket, count(*) || '/' || sum(hash) AS sum
       FROM (SELECT ${view.keyHash} & ${buckets - 1} AS bucket, ${view.hash} AS hash FROM ${quoteTable(view.table)} OFFSET 0) rows
      GROUP BY bucket`,
  )
  return new Map(rows.map((row) => [Number(row.bucket), row.sum]))
}

async function readRows(session: Session, view: TableView, buckets: number, wanted: readonly number[]): Promise<KeyedRow[]> {
  if (wanted.length === 0) return []
  return await session.query<KeyedRow>(
    `SELECT ROW(${view.keyTexts.join(', ')})::text AS key, ARRAY[${view.texts.join(', ')}]::text[] AS cells
       FROM ${quoteTable(view.table)} WHERE ${view.keyHash} & ${buckets - 1} = ANY($1::bigint[])
      ORDER BY 1, 2 LIMIT ${mostRows}`,
    [wanted],
  )
}
