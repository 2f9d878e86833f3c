import { findTable, tableName } from './schema.ts'
import type { ColumnShape, Schema, SchemaDelta, TableShape } from './types.ts'

/**
 * What changed between two catalogs of one database, or of a database and its clone. Tables are paired by OID and
 * columns by attnum, so a rename is a rename; only what was dropped and made again is paired by name.
 */
export function compareSchemas(before: Schema, after: Schema): SchemaDelta[] {
  const pairs = [...before.values()].map((old) => ({ old, now: counterpart(old, before, after) }))
  const paired = new Set(pairs.map(({ now }) => now?.oid))
  const deltas = pairs.flatMap(({ old, now }) => (now === undefined ? [dropped(old)] : tableDeltas(old, now)))
  const added = [...after.values()].filter((table) => !paired.has(table.oid)).map(addedTable)
  return withoutEchoes([...deltas, ...added])
}

function counterpart(old: TableShape, before: Schema, after: Schema): TableShape | undefined {
  const same = after.get(old.oid)
  if (same !== undefined) return same
  const remade = findTable(after, old.schema, old.name)
  return remade === undefined || before.has(remade.oid) ? undefined : remade
}

function dropped(table: TableShape): SchemaDelta {
  return { kind: 'table_dropped', table: table.oid, attnum: 0, name: tableName(table), before: tableName(table) }
}

function addedTable(table: TableShape): SchemaDelta {
  return { kind: 'table_added', table: table.oid, attnum: 0, name: tableName(table), after: tableName(table) }
}

function tableDeltas(old: TableShape, now: TableShape): SchemaDelta[] {
  const base = { table: old.oid, attnum: 0, name: tableName(old) }
  const renamed: SchemaDelta[] =
    tableName(old) === tableName(now) ? [] : [{ ...base, kind: 'table_renamed', before: tableName(old), after: tableName(now) }]
  if (old.kind === 'view') return [...renamed, ...viewDeltas(old, now, base)]
  const match = old.oid === now.oid ? byNumber : byName
  const kept = [...old.columns.values()].flatMap((column) => columnDeltas(old, column, match(now, column)))
  const fresh = [...now.columns.values()].filter((column) => match(old, column) === undefined)
  return [...renamed, ...kept, ...fresh.map((column) => addedColumn(old, column))]
}

function byNumber(table: TableShape, column: ColumnShape): ColumnShape | undefined {
  return table.columns.get(column.attnum)
}

function byName(table: TableShape, column: ColumnShape): ColumnShape | undefined {
  for (const other of table.columns.values()) if (other.name === column.name) return other
  return undefined
}

function addedColumn(table: TableShape, column: ColumnShape): SchemaDelta {
  const required = column.nullable || column.default !== null || column.generated ? '' : ' not null'
  return {
    kind: 'column_added',
    table: table.oid,
    attnum: column.attnum,
    name: tableName(table),
    column: column.name,
    after: column.type + required,
  }
}

function columnDeltas(table: TableShape, old: ColumnShape, now: ColumnShape | undefined): SchemaDelta[] {
  const base = { table: table.oid, attnum: old.attnum, name: tableName(table), column: old.name }
  if (now === undefined) return [{ ...base, kind: 'column_dropped', before: old.type }]
  const deltas: SchemaDelta[] = []
  if (old.name !== now.name) deltas.push({ ...base, kind: 'column_renamed', before: old.name, after: now.name })
  if (old.type !== now.type) deltas.push({ ...base, kind: 'column_retyped', before: old.type, after: now.type })
  if (old.nullable !== now.nullable) deltas.push({ ...base, kind: 'column_nullability', before: nullability(old), after: nullability(now) })
  if (old.default !== now.default)
    deltas.push({ ...base, kind: 'column_default', before: old.default ?? 'none', after: now.default ?? 'none' })
  return deltas
}

function nullability(column: ColumnShape): string {
  return column.nullable ? 'nullable' : 'not null'
}

function viewDeltas(old: TableShape, now: TableShape, base: Omit<SchemaDelta, 'kind'>): SchemaDelta[] {
  const [before, after] = [shapeOf(old), shapeOf(now)]
  if (before !== after) return [{ ...base, kind: 'view_changed', before, after }]
  if (old.definition === now.definition) return []
  return [{ ...base, kind: 'view_changed', before: 'another query', after: 'the same columns' }]
}

function shapeOf(view: TableShape): string {
  return [...view.columns.values()].map((column) => `${column.name} ${column.type}`).join(', ')
}

/** A renamed table or column rewrites the text of every view on it; a view with the same columns did not change by that. */
function withoutEchoes(deltas: readonly SchemaDelta[]): SchemaDelta[] {
  const renames = deltas.some((delta) => delta.kind === 'column_renamed' || delta.kind === 'table_renamed')
  return deltas.filter((delta) => !(renames && delta.kind === 'view_changed' && delta.after === 'the same columns'))
}
