import type { Session } from '../../ports/databases.ts'
import { tableName } from '../schema/names.ts'
import { quoteName, quoteTable } from '../sql/quote.ts'
import type { ColumnDifference, TableDelta, TableShape } from '../types.ts'
import { fingerprintColumns } from './fingerprints.ts'
import type { ColumnPair, TablePair } from './pairs.ts'
import { comparableText, isNumeric } from './pairs.ts'
import { readRowDifferences } from './rows.ts'

/** Two sessions, each on a database of its own. */
export interface SidePair {
  before: Session
  after: Session
}

const mostExamples = 5

/**
 * What differs in a table whose fingerprints differ: its rows, the figures of each differing column, and a few rows.
 * `columns` are those to look at. `rows` are all differing rows that were looked at, for the caller's own sentence.
 */
export async function describeDifference(sides: SidePair, pair: TablePair, columns: readonly ColumnPair[]): Promise<TableDifferences> {
  const differing = await differingColumns(sides, pair, columns)
  const [before, after] = await Promise.all([
    figures(
      sides.before,
      pair.before,
      differing.map((column) => column.before),
    ),
    figures(
      sides.after,
      pair.after,
      differing.map((column) => column.after),
    ),
  ])
  const steady = columns.filter((column) => !differing.includes(column))
  const rows = await readRowDifferences(sides, pair, columns, steady)
  return {
    delta: {
      table: tableName(pair.before),
      rows: { before: before.rows, after: after.rows },
      columns: differing.map((column, at) => columnDifference(column, before, after, at)),
      examples: rows.slice(0, mostExamples),
    },
    rows,
    steady: steady.map((column) => column.before.name),
  }
}

export interface TableDifferences {
  delta: TableDelta
  rows: TableDelta['examples']
  /** Columns that hold the same values on both sides. */
  steady: readonly string[]
}

async function differingColumns(sides: SidePair, pair: TablePair, columns: readonly ColumnPair[]): Promise<ColumnPair[]> {
  const [before, after] = await Promise.all([
    fingerprintColumns(sides.before, { table: pair.before, texts: columns.map((c) => comparableText(c.before, c.after)) }),
    fingerprintColumns(sides.after, { table: pair.after, texts: columns.map((c) => comparableText(c.after, c.before)) }),
  ])
  return columns.filter((_, at) => before[at] !== after[at])
}

interface Figures {
  rows: number
  nulls: number[]
  figures: (number | null)[]
}

async function figures(session: Session, table: TableShape, columns: readonly { name: string; type: string }[]): Promise<Figures> {
  const parts = columns.map(({ name, type }, at) => {
    const column = quoteName(name)
    const figure = isNumeric(type) ? `avg(${column})::float8` : `count(DISTINCT ${column}::text)`
    return `, count(*) - count(${column}) AS n${at}, ${figure} AS f${at}`
  })
  const [row = {}] = await session.query<Record<string, string | number | null>>(
    `SELECT count(*) AS rows${parts.join('')} FROM ${quoteTable(table)}`,
  )
  const figure = (value: string | number | null | undefined): number | null =>
    value === null || value === undefined ? null : Number(Number(value).toPrecision(6))
  return {
    rows: Number(row.rows ?? 0),
    nulls: columns.map((_, at) => Number(row[`n${at}`] ?? 0)),
    figures: columns.map((_, at) => figure(row[`f${at}`])),
  }
}

function columnDifference(column: ColumnPair, before: Figures, after: Figures, at: number): ColumnDifference {
  const share = (side: Figures): number => (side.rows === 0 ? 0 : Number(((side.nulls[at] ?? 0) / side.rows).toFixed(4)))
  const bothNumeric = isNumeric(column.before.type) && isNumeric(column.after.type)
  const sameKind = isNumeric(column.before.type) === isNumeric(column.after.type)
  return {
    column: column.before.name,
    nulls: { before: share(before), after: share(after) },
    summary: {
      figure: bothNumeric ? 'mean' : 'distinct',
      before: sameKind ? (before.figures[at] ?? null) : null,
      after: sameKind ? (after.figures[at] ?? null) : null,
    },
  }
}
