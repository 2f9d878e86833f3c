import { findTable, tableName } from '../store/schema/names.ts'
import { fingerprintStatement } from '../store/sql/fingerprint.ts'
import type { Statement } from '../store/sql/statements.ts'
import type { Schema, TableShape } from '../store/types.ts'
import type { TrackedChange } from './context.ts'
import { type DataStatement, parseDataStatements } from './data-statements.ts'
import type { MigrationFile } from './migrations/parse.ts'

/**
 * Pure: what applied migrations may have done to rows of tables that were there before, each table and column once, with
 * the statement that did it first. Whether rows really differ is for the comparison to say.
 */
export function findDataChanges(
  files: readonly MigrationFile[],
  origin: Readonly<Record<string, Schema>>,
  changes: readonly TrackedChange[],
): TrackedChange[] {
  const found = new Map<string, TrackedChange>()
  for (const { store, file, statements } of files)
    for (const statement of statements)
      for (const change of changesOf({ store, file, statement }, origin[store] ?? new Map(), changes)) {
        const key = `${store} ${change.ref.table} ${change.ref.attnum}`
        if (!found.has(key)) found.set(key, change)
      }
  return numbered([...found.values()], changes)
}

interface Source {
  store: string
  file: string
  statement: Statement
}

function changesOf(source: Source, origin: Schema, changes: readonly TrackedChange[]): TrackedChange[] {
  return parseDataStatements(source.statement.text).flatMap((data) => {
    const table = tableOf(data, origin, source.store, changes)
    if (table === undefined) return []
    if (data.columns.length === 0) return [tracked(source, table, 0, data.verb)]
    return data.columns.flatMap((column) => {
      const attnum = attnumOf(table, column, source.store, changes)
      return attnum === undefined ? [] : [tracked(source, table, attnum, data.verb)]
    })
  })
}

/** The table as it was called before the change, or as the change calls it. */
function tableOf(data: DataStatement, origin: Schema, store: string, changes: readonly TrackedChange[]): TableShape | undefined {
  const direct = data.schema === undefined ? findBare(origin, data.table) : findTable(origin, data.schema, data.table)
  if (direct !== undefined) return direct
  const wanted = data.schema === undefined ? data.table : `${data.schema}.${data.table}`
  const renamed = changes.find(
    ({ change }) =>
      change.store === store && change.kind === 'table_renamed' && (change.after === wanted || change.after?.endsWith(`.${wanted}`)),
  )
  return renamed === undefined ? undefined : origin.get(renamed.ref.table)
}

function findBare(origin: Schema, name: string): TableShape | undefined {
  const named = [...origin.values()].filter((table) => table.name === name)
  return named.find(({ schema }) => schema === 'public') ?? named[0]
}

function attnumOf(table: TableShape, name: string, store: string, changes: readonly TrackedChange[]): number | undefined {
  for (const column of table.columns.values()) if (column.name === name) return column.attnum
  return changes.find(
    ({ change, ref }) => change.store === store && ref.table === table.oid && change.kind === 'column_renamed' && change.after === name,
  )?.ref.attnum
}

function tracked({ store, file, statement }: Source, table: TableShape, attnum: number, verb: DataStatement['verb']): TrackedChange {
  const column = table.columns.get(attnum)?.name
  const text = fingerprintStatement(statement.text).text
  const place = { file, line: statement.line, text: text.slice(0, 160) }
  const change = {
    id: '',
    kind: 'rows_changed' as const,
    store,
    table: tableName(table),
    after: verb,
    migration: { place, statement: text },
  }
  return { change: column === undefined ? change : { ...change, column }, ref: { table: table.oid, attnum } }
}

/** Ids go on behind those of the schema's changes. */
function numbered(found: readonly TrackedChange[], changes: readonly TrackedChange[]): TrackedChange[] {
  const counts = new Map<string, number>()
  for (const { change } of changes) counts.set(change.store, (counts.get(change.store) ?? 0) + 1)
  return found.map((each) => {
    const number = (counts.get(each.change.store) ?? 0) + 1
    counts.set(each.change.store, number)
    return { ...each, change: { ...each.change, id: `${each.change.store}-${number}` } }
  })
}
