import type { Schema, SchemaDelta, TableShape } from '../types.ts'
import { compareColumns } from './compare-columns.ts'
import { tableName } from './names.ts'
import { pairUp } from './pair.ts'

/** The table that each table of `before` has become, by its OID then. */
export type TableMatch = ReadonlyMap<number, TableShape>

export function matchTables(before: Schema, after: Schema): TableMatch {
  const { pairs } = pairUp([...before.values()], [...after.values()], tableName)
  return new Map([...pairs].map(([old, now]) => [old.oid, now]))
}

/** Differences of tables and views. `types` are the renamed ones: their columns have the same type as before. */
export function compareTables(before: Schema, after: Schema, types: ReadonlyMap<string, string>): SchemaDelta[] {
  const { pairs, dropped, added } = pairUp([...before.values()], [...after.values()], tableName)
  return [
    ...dropped.map((table) => whole(table, 'table_dropped', { before: tableName(table) })),
    ...[...pairs].flatMap(([old, now]) => tableDeltas(old, now, types)),
    ...added.map((table) => whole(table, 'table_added', { after: tableName(table) })),
  ]
}

function whole(table: TableShape, kind: SchemaDelta['kind'], facts: Pick<SchemaDelta, 'before' | 'after'>): SchemaDelta {
  return { kind, table: table.oid, attnum: 0, name: tableName(table), ...facts }
}

function tableDeltas(old: TableShape, now: TableShape, types: ReadonlyMap<string, string>): SchemaDelta[] {
  const deltas: SchemaDelta[] = []
  const [before, after] = [tableName(old), tableName(now)]
  if (before !== after) deltas.push(whole(old, 'table_renamed', { before, after }))
  if (old.kind !== now.kind) deltas.push(whole(old, 'table_replaced', { before: kindName(old), after: kindName(now) }))
  if (old.secured !== now.secured)
    deltas.push(whole(old, 'row_security_changed', { before: onOff(old.secured), after: onOff(now.secured) }))
  if (old.kind === now.kind && isView(old)) return [...deltas, ...viewDeltas(old, now)]
  return [...deltas, ...compareColumns(old, now, types)]
}

function kindName({ kind }: TableShape): string {
  return kind.replace('_', ' ')
}

function onOff(secured: boolean | undefined): string {
  return secured === true ? 'row security on' : 'row security off'
}

function isView(table: TableShape): boolean {
  return table.kind === 'view' || table.kind === 'materialized_view'
}

function viewDeltas(old: TableShape, now: TableShape): SchemaDelta[] {
  const [before, after] = [shapeOf(old), shapeOf(now)]
  if (before !== after) return [whole(old, 'view_changed', { before, after })]
  if (old.unfilled !== true && now.unfilled === true) return [whole(old, 'view_changed', { before: 'filled', after: 'not filled' })]
  // A renamed table or column rewrites the text of every view on it; the query by numbers stays.
  const same = old.definition === now.definition || (old.query !== undefined && old.query === now.query)
  return same ? [] : [whole(old, 'view_changed', { before: 'another query', after: 'the same columns' })]
}

function shapeOf(view: TableShape): string {
  return [...view.columns.values()].map((column) => `${column.name} ${column.type}`).join(', ')
}
