import { tableName } from '../store/schema/names.ts'
import type { ColumnRef } from '../store/types.ts'
import { findUses } from './code-search.ts'
import type { TrackedChange } from './context.ts'
import type { Touch, Trial } from './trial.ts'
import type { Place, SchemaChange, SchemaChangeKind } from './types.ts'

/** A change of the schema that explains what happened to a pipeline. */
export interface Blame {
  change: SchemaChange
  rule: string
  /** The baseline's statement that touched it, literals stripped. */
  statement?: string
  /** Where the pipeline's code uses it. */
  place?: Place
}

/**
 * Pure: the changes that a pipeline can have felt: those of columns that its baseline touched. Only where there is none,
 * additions to tables that it touched. Where it failed, those that the server's message or its statement names come alone.
 */
export function findBlame(trial: Trial, changes: readonly TrackedChange[]): Blame[] {
  const felt = changes.flatMap((tracked) => {
    const touch = touchOf(trial, tracked)
    return touch === undefined || !canBeFelt(tracked.change.kind) ? [] : [{ tracked, touch }]
  })
  const additions = felt.filter(({ tracked }) => additive.has(tracked.change.kind))
  const others = felt.filter(({ tracked }) => !additive.has(tracked.change.kind))
  const named = others.filter(({ tracked }) => isNamed(tracked.change, trial))
  const chosen = named.length > 0 ? named : others.length > 0 ? others : additions
  return chosen.map(({ tracked, touch }) => blameOf(tracked.change, touch, trial))
}

/** The named rule that a kind of change breaks. */
export const ruleOf: Readonly<Record<SchemaChangeKind, string>> = {
  table_added: 'TABLE_ADDED',
  table_dropped: 'TABLE_NO_DELETE',
  table_renamed: 'TABLE_SAME_NAME',
  column_added: 'COLUMN_REQUIRED_ADDED',
  column_dropped: 'COLUMN_NO_DELETE',
  column_renamed: 'COLUMN_SAME_NAME',
  column_retyped: 'COLUMN_SAME_TYPE',
  column_nullability: 'COLUMN_SAME_NULLABILITY',
  column_default: 'COLUMN_SAME_DEFAULT',
  view_changed: 'VIEW_SAME_COLUMNS',
  table_replaced: 'TABLE_SAME_KIND',
  column_moved: 'COLUMN_SAME_POSITION',
  column_remade: 'COLUMN_NO_DELETE',
  key_added: 'KEY_ADDED',
  key_dropped: 'KEY_NO_DELETE',
  key_renamed: 'KEY_SAME_NAME',
  key_changed: 'KEY_SAME_COLUMNS',
  type_added: 'TYPE_ADDED',
  type_dropped: 'TYPE_NO_DELETE',
  type_renamed: 'TYPE_SAME_NAME',
  type_changed: 'TYPE_SAME_DEFINITION',
  enum_value_added: 'ENUM_VALUE_ADDED',
  enum_value_dropped: 'ENUM_VALUE_NO_DELETE',
  enum_value_renamed: 'ENUM_VALUE_SAME_NAME',
  enum_value_moved: 'ENUM_VALUE_SAME_ORDER',
  function_added: 'FUNCTION_ADDED',
  function_dropped: 'FUNCTION_NO_DELETE',
  function_renamed: 'FUNCTION_SAME_NAME',
  function_signature: 'FUNCTION_SAME_SIGNATURE',
  function_body: 'FUNCTION_SAME_BODY',
  sequence_added: 'SEQUENCE_ADDED',
  sequence_dropped: 'SEQUENCE_NO_DELETE',
  sequence_renamed: 'SEQUENCE_SAME_NAME',
  sequence_changed: 'SEQUENCE_SAME_DEFINITION',
  sequence_reset: 'SEQUENCE_NO_RESET',
  trigger_added: 'TRIGGER_ADDED',
  trigger_dropped: 'TRIGGER_NO_DELETE',
  trigger_changed: 'TRIGGER_SAME_DEFINITION',
  partition_attached: 'PARTITION_ADDED',
  partition_detached: 'PARTITION_NO_DELETE',
  row_security_changed: 'ROW_SECURITY_SAME',
  grant_added: 'GRANT_ADDED',
  grant_revoked: 'GRANT_NO_REVOKE',
  extension_added: 'EXTENSION_ADDED',
  extension_dropped: 'EXTENSION_NO_DELETE',
  extension_changed: 'EXTENSION_SAME_VERSION',
}

const additive: ReadonlySet<SchemaChangeKind> = new Set([
  'column_added',
  'column_default',
  'enum_value_added',
  'grant_added',
  'partition_attached',
])

function canBeFelt(kind: SchemaChangeKind): boolean {
  return (
    kind !== 'table_added' && kind !== 'type_added' && kind !== 'function_added' && kind !== 'sequence_added' && kind !== 'extension_added'
  )
}

function touchOf(trial: Trial, tracked: TrackedChange): Touch | undefined {
  const refs = [tracked.ref, ...(tracked.touches ?? [])]
  return refs.map((ref) => touchOfRef(trial, tracked.change, ref)).find((touch) => touch !== undefined)
}

function touchOfRef(trial: Trial, change: SchemaChange, ref: ColumnRef): Touch | undefined {
  const columns = trial.touched[change.store]?.columns ?? []
  const sameTable = columns.filter((touch) => touch.table === ref.table)
  const whole = ref.attnum === 0 || additive.has(change.kind)
  // A NOT NULL that was set is felt by whoever writes the table, also without naming the column.
  if (whole || change.kind === 'column_nullability') return sameTable[0]
  return sameTable.find((touch) => touch.attnum === ref.attnum)
}

function isNamed(change: SchemaChange, trial: Trial): boolean {
  const [name] = [nameOf(change)]
  const error = Object.values(trial.candidate.recordings)
    .flatMap(({ errors }) => errors)
    .at(-1)
  if (error === undefined) return false
  return new RegExp(String.raw`(?<!\w)${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?!\w)`, 'i').test(error.message)
}

/** The name that the team's code knows: the column's, or the table's without its schema. */
function nameOf(change: SchemaChange): string {
  return change.column ?? change.table.slice(change.table.indexOf('.') + 1)
}

function blameOf(change: SchemaChange, touch: Touch, trial: Trial): Blame {
  const statement = trial.baseline.recordings[change.store]?.statements.get(touch.fingerprint ?? '')?.text
  const place = placeOf(nameOf(change), trial) ?? placeOf(change.table.slice(change.table.indexOf('.') + 1), trial)
  return {
    change,
    rule: change.kind === 'column_added' && !change.after?.endsWith('not null') ? 'COLUMN_SAME_POSITION' : ruleOf[change.kind],
    ...(statement === undefined ? {} : { statement }),
    ...(place === undefined ? {} : { place }),
  }
}

/** Of an SQL file the first use at or behind the statement that failed; of other code the likeliest use. */
function placeOf(name: string, trial: Trial): Place | undefined {
  const uses = findUses(trial.code, name)
  if (trial.pipeline.job.kind !== 'sql') return uses[0]
  const failedAt = Number(/^[^:\n]+:(\d+): /.exec(trial.candidate.result.output)?.[1] ?? 0)
  return uses.find(({ line }) => line >= failedAt) ?? uses[0]
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
