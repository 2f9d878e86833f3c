import type { OutputDifference } from '../../store/compare/outputs.ts'
import { sharesOf } from '../../store/compare/shares.ts'
import type { ColumnDifference } from '../../store/types.ts'
import { readDifferingRows } from './rows/differing-rows.ts'
import { isEqual } from './rows/hash.ts'
import type { OpenRows } from './rows/open-rows.ts'
import { type ColumnProfile, type Profile, profileRows } from './rows/profile.ts'

/** What the two runs of the baseline and the candidate wrote into one file, as rows. */
export interface RowComparison {
  /** Undefined where nothing differs. */
  difference: OutputDifference | undefined
  /** The same columns, in another order. */
  reordered: boolean
  /** Columns in which two baselines differ. */
  unstable: readonly string[]
  /** Nothing stable was left to compare. */
  uncomparable: boolean
}

export interface RowSides {
  baseline: OpenRows
  control: OpenRows
  candidate: OpenRows
}

const mostExamples = 5

/** Compares rows whatever their order. `file` is its name in the difference. */
export async function compareRows(file: string, sides: RowSides): Promise<RowComparison> {
  const [before, twin] = [await profileRows(sides.baseline), await profileRows(sides.control)]
  const stable = await stableColumns(sides, before, twin)
  const unstable = before.names.filter((name) => !stable.includes(name))
  if (stable.length === 0) return { difference: undefined, reordered: false, unstable, uncomparable: before.names.length > 0 }
  const after = await profileRows(sides.candidate)
  const missing = stable.filter((name) => !after.columns.has(name))
  const added = after.names.filter((name) => !before.columns.has(name))
  const shared = stable.filter((name) => after.columns.has(name))
  const reshaped = missing.length + added.length > 0
  const reordered = !reshaped && before.hasOrder && before.names.join('\n') !== after.names.join('\n')
  if (!reshaped && (await agree(sides.baseline, before, sides.candidate, after, shared)))
    return { difference: undefined, reordered, unstable, uncomparable: false }
  const differing = shared.filter((name) => !sameColumn(before, after, name))
  const steady = shared.filter((name) => !differing.includes(name))
  const rows =
    shared.length === 0 ? [] : await readDifferingRows(sides.baseline, sides.candidate, shared, keyOf(before, after, shared, steady))
  const delta = {
    table: file,
    rows: { before: before.rows, after: after.rows },
    columns: differing.map((name) => columnDifference(name, before, after)),
    examples: rows.slice(0, mostExamples),
  }
  return { difference: { delta, rows, steady, missing, added }, reordered, unstable, uncomparable: false }
}

/** The columns in which two runs of the baseline agree, row by row. */
async function stableColumns(sides: RowSides, one: Profile, two: Profile): Promise<readonly string[]> {
  if (one.rows !== two.rows) return []
  if (one.names.length === two.names.length && isEqual(one.sum, two.sum)) return one.names
  const stable = one.names.filter((name) => sameColumn(one, two, name))
  return (await agree(sides.baseline, one, sides.control, two, stable)) ? stable : []
}

/** Columns may each hold the same values and yet be put together in other rows. */
async function agree(open: OpenRows, one: Profile, otherOpen: OpenRows, other: Profile, columns: readonly string[]): Promise<boolean> {
  if (one.rows !== other.rows) return false
  if (columns.length === one.names.length && columns.length === other.names.length) return isEqual(one.sum, other.sum)
  if (!columns.every((name) => sameColumn(one, other, name))) return false
  const wanted = new Set(columns)
  return isEqual((await profileRows(open, wanted)).sum, (await profileRows(otherOpen, wanted)).sum)
}

function sameColumn(one: Profile, other: Profile, name: string): boolean {
  const [left, right] = [one.columns.get(name), other.columns.get(name)]
  return left !== undefined && right !== undefined && left.nulls === right.nulls && isEqual(left.sum, right.sum)
}

/** What rows are recognised by: a column of which each row has another value, else the columns that did not change, else the words. */
function keyOf(before: Profile, after: Profile, shared: readonly string[], steady: readonly string[]): readonly string[] {
  const isUnique = (profile: Profile, name: string): boolean => profile.rows > 1 && profile.columns.get(name)?.distinct === profile.rows
  const unique = [...steady, ...shared].find((name) => isUnique(before, name) && isUnique(after, name) && !isFigure(before, name))
  if (unique !== undefined) return [unique]
  if (steady.length > 0) return steady
  const words = shared.filter((name) => before.columns.get(name)?.mean === undefined)
  return words.length > 0 ? words : shared
}

/** Numbers with a fraction are measured: a row keeps its name when they change. */
function isFigure(profile: Profile, name: string): boolean {
  const mean = profile.columns.get(name)?.mean
  return mean !== undefined && !Number.isInteger(mean * profile.rows)
}

function columnDifference(name: string, before: Profile, after: Profile): ColumnDifference {
  const [old, now] = [before.columns.get(name), after.columns.get(name)]
  const share = (column: ColumnProfile | undefined, rows: number): number =>
    rows === 0 ? 0 : Number(((column?.nulls ?? 0) / rows).toFixed(4))
  const isNumeric = old?.mean !== undefined && now?.mean !== undefined
  const figure = (column: ColumnProfile | undefined): number | null =>
    isNumeric ? Number((column?.mean ?? 0).toPrecision(6)) : (column?.distinct ?? null)
  return {
    column: name,
    nulls: { before: share(old, before.rows), after: share(now, after.rows) },
    summary: { figure: isNumeric ? 'mean' : 'distinct', before: figure(old), after: figure(now) },
    ...(isNumeric ? {} : sharesOf(sideOf(old, before.rows), sideOf(now, after.rows))),
  }
}

function sideOf(column: ColumnProfile | undefined, rows: number): { rows: number; counts?: readonly (readonly [string, number])[] } {
  return column?.counts === undefined ? { rows } : { rows, counts: [...column.counts] }
}
