import type { Cells } from './csv.ts'
import { addTo, finish, type Halves, hashCell, seedOf } from './hash.ts'
import type { OpenRows } from './open-rows.ts'

/** What a file of rows holds, whatever the order of its rows. */
export interface Profile {
  rows: number
  /** Columns in the file's own order. */
  names: readonly string[]
  hasOrder: boolean
  /** Over the columns that were looked at, so that only equal rows add up to the same. */
  sum: Halves
  columns: ReadonlyMap<string, ColumnProfile>
}

export interface ColumnProfile {
  sum: Halves
  /** Cells that are empty, or that say NA or null. */
  nulls: number
  /** Undefined where a cell that is not empty is no number. */
  mean: number | undefined
  /** Up to `mostDistinct`. */
  distinct: number
  /** How often each value comes, where there are few. */
  counts: ReadonlyMap<string, number> | undefined
}

const mostDistinct = 100_000
const mostCounted = 50

/** Reads all rows once. With `wanted`, only these columns are part of `sum`. */
export async function profileRows(open: OpenRows, wanted?: ReadonlySet<string>): Promise<Profile> {
  const { names, hasOrder, batches } = open()
  const columns: Tally[] = []
  const sum = { low: 0, high: 0 }
  let rows = 0
  for await (const batch of batches) {
    while (columns.length < names.length) columns.push(createTally(names[columns.length] ?? '', wanted, rows))
    for (const row of batch) addTo(sum, seeRow(row, columns))
    rows += batch.length
  }
  return { rows, names, hasOrder, sum, columns: new Map(columns.map((column) => [column.name, summarize(column, rows)])) }
}

interface Tally {
  name: string
  seed: Halves
  /** Whether it is part of the rows' sum. */
  counts: boolean
  sum: Halves
  nulls: number
  isNumeric: boolean
  total: number
  distinct: Set<number>
  values: Map<string, number> | undefined
}

/** `before`: rows that have passed without the column. */
function createTally(name: string, wanted: ReadonlySet<string> | undefined, before: number): Tally {
  const seed = seedOf(name)
  const tally = { name, seed, counts: wanted?.has(name) ?? true, sum: { low: 0, high: 0 }, nulls: before, isNumeric: true, total: 0 }
  return { ...tally, distinct: new Set(), values: new Map() }
}

function seeRow(row: Cells, columns: readonly Tally[]): Halves {
  const whole = { low: 0, high: 0 }
  let at = 0
  for (const column of columns) {
    const cell = row[at] ?? null
    at += 1
    // A cell that is not there adds nothing: JSON's rows may lack a name, and it may come late.
    if (cell === null) column.nulls += 1
    else see(cell, column, whole)
  }
  return finish(whole)
}

function see(cell: string, column: Tally, whole: Halves): void {
  const hash = hashCell(cell, column.seed)
  addTo(column.sum, hash)
  if (column.counts) addTo(whole, hash)
  if (column.distinct.size < mostDistinct) column.distinct.add(hash.low * 0x20_0000 + (hash.high >>> 11))
  if (column.values !== undefined) count(cell, column)
  if (isNothing(cell)) column.nulls += 1
  else if (column.isNumeric) addNumber(cell, column)
}

function count(cell: string, column: Tally): void {
  column.values?.set(cell, (column.values.get(cell) ?? 0) + 1)
  if ((column.values?.size ?? 0) > mostCounted) column.values = undefined
}

function addNumber(cell: string, column: Tally): void {
  const number = Number(cell)
  if (Number.isNaN(number)) column.isNumeric = false
  else column.total += number
}

/** What R, Python and SQL write for a value that is missing. */
function isNothing(cell: string): boolean {
  return cell.length <= 4 && /^(?:NA|NaN|null|NULL|None)$/.test(cell)
}

function summarize(column: Tally, rows: number): ColumnProfile {
  const numbers = rows - column.nulls
  return {
    sum: column.sum,
    nulls: column.nulls,
    mean: column.isNumeric && numbers > 0 ? column.total / numbers : undefined,
    distinct: column.distinct.size,
    counts: column.values,
  }
}
