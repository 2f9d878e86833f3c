import type { ColumnShape, Schema, SchemaDelta, TableShape } from '../types.ts'
import { compareTables } from './compare-tables.ts'
import { tableName } from './names.ts'
import { pairLeftOver, pairUp } from './pair.ts'

/**
 * What changed between two catalogs whose numbers say nothing, as two Redshift clusters restored from one snapshot have
 * them. Tables and columns are paired by name; what is left over is taken for renamed where exactly one on both sides
 * looks the same, and said to be only probable.
 */
export function compareByName(before: Schema, after: Schema): SchemaDelta[] {
  const deltas = compareTables(before, alignToNames(before, after), new Map())
  return deltas.map((delta) =>
    delta.kind === 'table_renamed' || delta.kind === 'column_renamed' ? { ...delta, certainty: 'probable' } : delta,
  )
}

/** `after` with the numbers that the same things have in `before`. */
function alignToNames(before: Schema, after: Schema): Schema {
  const fresh = [...after.values()].map((table, at) => ({ ...table, oid: -at - 1 }))
  const { pairs } = pairLeftOver(pairUp([...before.values()], fresh, tableName), shapeOf)
  const numbers = new Map([...pairs].map(([old, now]) => [now, old]))
  return new Map(
    fresh.map((table) => {
      const old = numbers.get(table)
      return old === undefined ? [table.oid, table] : [old.oid, { ...table, oid: old.oid, columns: alignColumns(old, table) }]
    }),
  )
}

/** Tables of the same columns look the same. */
function shapeOf(table: TableShape): string {
  return `${table.kind} ${[...table.columns.values()].map(({ name, type }) => `${name} ${type}`).join(', ')}`
}

function alignColumns(old: TableShape, now: TableShape): Map<number, ColumnShape> {
  const beyond = Math.max(0, ...old.columns.keys()) + 1
  const [before, after] = [placed(old, 0), placed(now, beyond)]
  const { pairs } = pairLeftOver(
    pairUp(before, after, ({ column }) => column.name),
    ({ column, place }) => `${place} ${column.type}`,
  )
  const numbers = new Map([...pairs].map(([was, is]) => [is, was.column.attnum]))
  return new Map(
    after.map((item) => {
      const attnum = numbers.get(item) ?? item.oid
      return [attnum, { ...item.column, attnum }]
    }),
  )
}

function placed(table: TableShape, shift: number): { oid: number; column: ColumnShape; place: number }[] {
  return [...table.columns.values()].map((column, at) => ({ oid: column.attnum + shift, column, place: at }))
}
