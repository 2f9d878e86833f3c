import type { Session } from '../../ports/databases.ts'
import { tableName } from '../schema/names.ts'
import type { TableDelta } from '../types.ts'
import { fingerprintColumns } from './fingerprints.ts'
import type { ColumnPair, TablePair } from './pairs.ts'
import { readRowDifferences } from './rows.ts'
import { summarizeColumns } from './summaries.ts'
import { type HashStyle, hashValues } from './values.ts'

/** Two sessions, each on a database of its own, and how rows are hashed there. */
export interface SidePair {
  before: Session
  after: Session
  style: HashStyle
}

const mostExamples = 5

/**
 * What differs in a table whose fingerprints differ: its rows, the figures of each differing column, and a few rows.
 * `columns` are those to look at. `rows` are all differing rows that were looked at, for the caller's own sentence.
 */
export async function describeDifference(sides: SidePair, pair: TablePair, columns: readonly ColumnPair[]): Promise<TableDifferences> {
  const differing = await differingColumns(sides, pair, columns)
  const figures = await summarizeColumns(sides, pair, differing)
  const steady = columns.filter((column) => !differing.includes(column))
  const rows = await readRowDifferences(sides, pair, columns, steady, Math.max(figures.rows.before, figures.rows.after))
  return {
    delta: { table: tableName(pair.before), ...figures, examples: rows.slice(0, mostExamples) },
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
  const { style } = sides
  const [before, after] = await Promise.all([
    fingerprintColumns(sides.before, { table: pair.before, values: hashValues(columns, 'before', style) }, style),
    fingerprintColumns(sides.after, { table: pair.after, values: hashValues(columns, 'after', style) }, style),
  ])
  return columns.filter((_, at) => before[at] !== after[at])
}
