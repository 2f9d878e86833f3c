import { tableName } from '../../store/schema/names.ts'
import type { ColumnRef, Schema, TableShape } from '../../store/types.ts'
import type { TrackedChange } from '../context.ts'
import type { Touch, Trial } from '../trial.ts'
import type { SchemaChange } from '../types.ts'
import { weightOf } from './rules.ts'

/**
 * Pure: the fingerprints of the baseline's statements that feel a change; undefined where none does. A column is felt by
 * what touches it; what was added or forbidden, by whatever touches its table; what is no table, by what names it.
 */
export function fingerprintsFeeling(trial: Trial, tracked: TrackedChange): string[] | undefined {
  const { change, ref } = tracked
  const touches = trial.touched[change.store]?.columns ?? []
  const refs = [ref, ...(tracked.touches ?? []), ...filledBy(change, trial.touched[change.store]?.schema ?? new Map())]
  const found = touches.filter((touch) => refs.some((each) => isTouched(touch, each, change)))
  if (found.length > 0) return [...new Set(found.flatMap(({ fingerprint }) => fingerprint ?? []))]
  const named = statementsNaming(trial, change)
  return named.length === 0 ? undefined : named
}

function isTouched(touch: Touch, ref: ColumnRef, change: SchemaChange): boolean {
  if (touch.table !== ref.table) return false
  return ref.attnum === 0 || weightOf(change.kind) !== 'strong' || touch.attnum === ref.attnum
}

/** Tables with a column whose default calls the sequence or function. */
function filledBy(change: SchemaChange, schema: Schema): ColumnRef[] {
  if (!/^(?:sequence|function)_/.test(change.kind)) return []
  const name = wordOf(change.table)
  const isFilled = (table: TableShape): boolean =>
    [...table.columns.values()].some((column) => column.default !== null && name.test(column.default))
  return [...schema.values()].filter(isFilled).map(({ oid }) => ({ table: oid, attnum: 0 }))
}

/** Statements that the server could not analyse, or that lead to what has no columns, are known by the name. */
function statementsNaming(trial: Trial, change: SchemaChange): string[] {
  const recording = trial.baseline.recordings[change.store]
  if (recording === undefined) return []
  const analysed = new Set(trial.touched[change.store]?.columns.flatMap(({ fingerprint }) => fingerprint ?? []))
  const hasColumns = /^(?:table|column|view|key|trigger|partition|rows)_/.test(change.kind)
  const names = [change.table, ...(hasColumns && change.column !== undefined ? [change.column] : [])].map(wordOf)
  return [...recording.statements.values()]
    .filter(({ fingerprint, text }) => !(hasColumns && analysed.has(fingerprint)) && names.every((name) => name.test(text)))
    .map(({ fingerprint }) => fingerprint)
}

function wordOf(name: string): RegExp {
  const bare = name.replace(/\(.*$/, '').replace(/^.*\./, '')
  return new RegExp(String.raw`(?<![\w$])${bare.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\w$])`, 'i')
}

/** `store.schema.table.column` of what the baseline read: what came back, and what its statements name in tables that it did not write. */
export function readColumns(trial: Trial): string[] {
  const names = Object.entries(trial.touched).flatMap(([store, { columns, schema }]) => {
    const written = new Set(trial.outputs[store]?.written)
    return columns.flatMap((touch) => {
      const table = schema.get(touch.table)
      const column = table?.columns.get(touch.attnum)
      if (table === undefined || column === undefined || (!touch.delivered && written.has(tableName(table)))) return []
      return [`${store}.${tableName(table)}.${column.name}`]
    })
  })
  return [...new Set(names)].sort()
}

/** `store.schema.table` of every table that the baseline touched. */
export function touchedTables(trial: Trial): Set<string> {
  const names = Object.entries(trial.touched).flatMap(([store, { columns, schema }]) =>
    columns.flatMap(({ table }) => {
      const shape = schema.get(table)
      return shape === undefined ? [] : [`${store}.${tableName(shape)}`]
    }),
  )
  return new Set(names)
}
