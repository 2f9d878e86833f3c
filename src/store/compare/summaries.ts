import type { Session } from '../../ports/databases.ts'
import { quoteName, quoteTable } from '../sql/quote.ts'
import type { ColumnDifference, ColumnShape, TableDelta, TableShape } from '../types.ts'
import type { SidePair } from './differences.ts'
import { type ColumnPair, isNumeric, type TablePair } from './pairs.ts'
import { shareOf, sharesOf } from './shares.ts'

/** The counts of rows on both sides, and for each column nulls, mean and range, or distinct values and their shares. */
export async function summarizeColumns(
  sides: SidePair,
  pair: TablePair,
  columns: readonly ColumnPair[],
): Promise<Pick<TableDelta, 'rows' | 'columns'>> {
  const [before, after] = await Promise.all([
    readFigures(
      sides.before,
      pair.before,
      columns.map((column) => column.before),
    ),
    readFigures(
      sides.after,
      pair.after,
      columns.map((column) => column.after),
    ),
  ])
  return {
    rows: { before: before.rows, after: after.rows },
    columns: columns.map((column, at) => columnDifference(column, sideOf(before, at), sideOf(after, at))),
  }
}

/** Of one column on one side. */
interface Figure {
  nulls: number
  mean?: number | null
  range?: { least: number; most: number }
  distinct?: number
  /** Rows by value, the most frequent first; only where there are few values. */
  counts?: readonly (readonly [string, number])[]
}

interface Figures {
  rows: number
  columns: readonly Figure[]
}

interface Side extends Figure {
  rows: number
}

function sideOf(figures: Figures, at: number): Side {
  return { rows: figures.rows, ...(figures.columns[at] ?? { nulls: 0 }) }
}

type Column = Pick<ColumnShape, 'name' | 'type'>

/** One scan for all that needs no grouping; one for each column of words. */
async function readFigures(session: Session, table: TableShape, columns: readonly Column[]): Promise<Figures> {
  const parts = columns.map(({ name, type }, at) => {
    const column = quoteName(name)
    const nulls = `, count(*) - count(${column}) AS n${at}`
    return isNumeric(type)
      ? `${nulls}, avg(${column})::float8 AS a${at}, min(${column})::float8 AS l${at}, max(${column})::float8 AS h${at}`
      : nulls
  })
  const [row = {}] = await session.query<Record<string, string | number | null>>(
    `SELECT count(*) AS rows${parts.join('')} FROM ${quoteTable(table)}`,
  )
  const figures: Figure[] = []
  for (const [at, column] of columns.entries()) {
    const nulls = Number(row[`n${at}`] ?? 0)
    if (!isNumeric(column.type)) figures.push({ nulls, ...(await readValues(session, table, column)) })
    else {
      const [mean, low, high] = ['a', 'l', 'h'].map((letter) => shortNumber(row[`${letter}${at}`])) as [number | null, ...(number | null)[]]
      figures.push({ nulls, mean, ...(low == null || high == null ? {} : { range: { least: low, most: high } }) })
    }
  }
  return { rows: Number(row.rows ?? 0), columns: figures }
}

const fewValues = 20

async function readValues(session: Session, table: TableShape, { name }: Column): Promise<Pick<Figure, 'distinct' | 'counts'>> {
  const [row] = await session.query<{ distinct: string; values: string[] | null; counts: string[] | null }>(
    `SELECT count(value) AS distinct, (array_agg(left(value, 60) ORDER BY rows DESC, value))[1:${fewValues}] AS values,
            (array_agg(rows::text ORDER BY rows DESC, value))[1:${fewValues}] AS counts
       FROM (SELECT ${quoteName(name)}::text AS value, count(*) AS rows FROM ${quoteTable(table)} GROUP BY 1) groups WHERE value IS NOT NULL`,
  )
  const distinct = Number(row?.distinct ?? 0)
  if (distinct > fewValues) return { distinct }
  return { distinct, counts: (row?.values ?? []).map((value, at) => [value, Number(row?.counts?.[at] ?? 0)] as const) }
}

/** What float8 cannot say (NaN, infinities) is no figure. */
function shortNumber(value: string | number | null | undefined): number | null {
  const number = Number(value ?? Number.NaN)
  return Number.isFinite(number) ? Number(number.toPrecision(6)) : null
}

function columnDifference(column: ColumnPair, before: Side, after: Side): ColumnDifference {
  const isMean = isNumeric(column.before.type) && isNumeric(column.after.type)
  const isSameKind = isNumeric(column.before.type) === isNumeric(column.after.type)
  const figure = (side: Side): number | null => (isSameKind ? ((isMean ? side.mean : side.distinct) ?? null) : null)
  return {
    column: column.before.name,
    nulls: { before: shareOf(before.nulls, before.rows), after: shareOf(after.nulls, after.rows) },
    summary: { figure: isMean ? 'mean' : 'distinct', before: figure(before), after: figure(after) },
    ...(before.range === undefined || after.range === undefined ? {} : { range: { before: before.range, after: after.range } }),
    ...sharesOf(before, after),
  }
}
