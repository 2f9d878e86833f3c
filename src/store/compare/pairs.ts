import { findTable } from '../schema/names.ts'
import { quoteName } from '../sql/quote.ts'
import type { ColumnShape, Schema, TableShape } from '../types.ts'

/** One table as two databases have it, and the columns that both have. */
export interface TablePair {
  before: TableShape
  after: TableShape
  columns: readonly ColumnPair[]
  /** Names of the columns that only the first, or only the second, has. */
  missing: readonly string[]
  added: readonly string[]
}

export interface ColumnPair {
  before: ColumnShape
  after: ColumnShape
}

/**
 * The tables that hold rows on both sides. Tables of `origin`, the schema that both sides were cloned from, are paired
 * by OID and their columns by attnum, so renames do not part them; tables made since are paired by name.
 */
export function pairTables(before: Schema, after: Schema, origin: Schema): TablePair[] {
  return [...before.values()].flatMap((table) => {
    if (!holdsRows(table)) return []
    const named = findTable(after, table.schema, table.name)
    // A new table that took over the name is what pipelines read and write now.
    const heir = named !== undefined && !origin.has(named.oid) && holdsRows(named) ? named : undefined
    const same = origin.has(table.oid) ? after.get(table.oid) : undefined
    const other = heir ?? same ?? named
    return other === undefined || !holdsRows(other) ? [] : [pairOf(table, other, other === same)]
  })
}

/** Whether a table has rows of its own. */
export function holdsRows(table: TableShape): boolean {
  return table.kind === 'table' || table.kind === 'materialized_view'
}

function pairOf(before: TableShape, after: TableShape, byNumber: boolean): TablePair {
  const columns: ColumnPair[] = []
  for (const column of before.columns.values()) {
    const other = byNumber ? after.columns.get(column.attnum) : named(after, column.name)
    if (other !== undefined) columns.push({ before: column, after: other })
  }
  const [left, right] = [new Set(columns.map((pair) => pair.before.name)), new Set(columns.map((pair) => pair.after.name))]
  return {
    before,
    after,
    columns,
    missing: namesWithout(before, left),
    added: namesWithout(after, right),
  }
}

function named(table: TableShape, name: string): ColumnShape | undefined {
  for (const column of table.columns.values()) if (column.name === name) return column
  return undefined
}

function namesWithout(table: TableShape, names: ReadonlySet<string>): string[] {
  return [...table.columns.values()].map((column) => column.name).filter((name) => !names.has(name))
}

/** A column's value as text that can be compared with the other side's: the same number is the same text. */
export function comparableText(column: ColumnShape, other: ColumnShape = column): string {
  const name = quoteName(column.name)
  if (column.type === other.type) return isFloat(column.type) ? `${name}::numeric::text` : `${name}::text`
  return isNumeric(column.type) && isNumeric(other.type) ? `trim_scale(${name}::numeric)::text` : `${name}::text`
}

/** Sums of floating-point numbers differ in their last digits from run to run; numeric keeps 15 of them. */
export function isFloat(type: string): boolean {
  return type === 'double precision' || type === 'real'
}

/** Whether a mean of the column makes sense. */
export function isNumeric(type: string): boolean {
  return /^(?:smallint|integer|bigint|numeric|double precision|real)/.test(type) && !type.endsWith('[]')
}
