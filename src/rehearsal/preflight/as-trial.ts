import { mapValues } from '../../spec/map-values.ts'
import type { PipelineSpec } from '../../spec/types.ts'
import type { RecordedError, RecordedStatement, Recording } from '../../store/record/recording.ts'
import { tableName } from '../../store/schema/names.ts'
import type { ColumnRef, Schema } from '../../store/types.ts'
import type { CodeFiles } from '../code/own-files.ts'
import { type Rehearsal, storeOf } from '../context.ts'
import { noFiles } from '../outputs/compare-files.ts'
import type { SideRun } from '../run-side.ts'
import type { Touch, Trial } from '../trial.ts'
import type { RunResult } from '../types.ts'
import type { Tried } from './try-statements.ts'

/**
 * Pure: what the judge knows of a pipeline, made from its recorded statements in place of a run: the candidate's errors
 * are those of the statements that cannot be prepared any more. Those that cannot be prepared without the change either
 * say nothing and are left out.
 */
export function asTrial(
  pipeline: PipelineSpec,
  tried: Readonly<Record<string, readonly Tried[]>>,
  code: { files: CodeFiles; edited: Trial['editedFiles'] },
  numbers: Readonly<Record<string, Numbers>>,
  rehearsal: Rehearsal,
): Trial {
  const sound = mapValues(tried, (list) => list.filter(({ base }) => base.error === undefined))
  const errors = mapValues(sound, (list) => list.flatMap(({ candidate }) => candidate.error ?? []))
  const none = mapValues(sound, (): RecordedError[] => [])
  const touches: Touches = new Map(
    Object.entries(sound).flatMap(([store, list]) => list.map((each) => [each, touchesOf(each, numbers[store] ?? new Map())] as const)),
  )
  const baseline = sideOf(sound, none, touches)
  return {
    pipeline,
    isNew: false,
    store: storeOf(rehearsal, pipeline.store),
    baseline,
    control: baseline,
    candidate: sideOf(sound, errors, touches),
    touched: Object.fromEntries(
      Object.entries(sound).map(([store, list]) => {
        const columns = list.flatMap((each) => touches.get(each) ?? [])
        return [store, { columns, schema: rehearsal.origin[store] ?? new Map() }]
      }),
    ),
    outputs: {},
    files: noFiles,
    alteredByChange: new Set(),
    code: code.files,
    baseCode: code.files,
    editedFiles: code.edited,
  }
}

function sideOf(
  tried: Readonly<Record<string, readonly Tried[]>>,
  errors: Readonly<Record<string, readonly RecordedError[]>>,
  touches: Touches,
): SideRun {
  const all = Object.values(errors).flat()
  const statements = Object.values(tried).reduce((sum, list) => sum + list.length, 0)
  const result: RunResult = {
    exitCode: all.length === 0 ? 0 : 1,
    timedOut: false,
    durationMs: 0,
    output: '',
    statements,
    errors: all.map(({ sqlState, message }) => ({ sqlState, message })),
  }
  const recordings = Object.fromEntries(
    Object.entries(tried).map(([store, list]) => [store, recordingOf(list, errors[store] ?? [], touches)]),
  )
  return { result, leftBehind: [], printed: '', recordings, samples: {} }
}

function recordingOf(list: readonly Tried[], errors: readonly RecordedError[], touches: Touches): Recording {
  const statements = new Map(
    list.map((each): [string, RecordedStatement] => {
      const { fingerprint, text } = each.statement
      const delivered = (touches.get(each) ?? []).filter((touch) => touch.delivered)
      const columns = new Map(delivered.map(({ table, attnum }): [string, ColumnRef] => [`${table}.${attnum}`, { table, attnum }]))
      return [fingerprint, { fingerprint, text, count: 1, rows: 0, columns }]
    }),
  )
  return { count: list.length, statements, errors }
}

/** The names of the recording are the numbers of the rebuilt database. */
function touchesOf({ statement }: Tried, numbers: Numbers): Touch[] {
  return statement.touches.flatMap(({ name, delivered }) => {
    const ref = numbers.get(name)
    return ref === undefined ? [] : [{ ...ref, fingerprint: statement.fingerprint, delivered }]
  })
}

type Touches = ReadonlyMap<Tried, readonly Touch[]>

/** Tables and columns by name: `schema.table`, `schema.table.column`. */
export type Numbers = ReadonlyMap<string, ColumnRef>

/** The numbers by which a rebuilt database knows the names of a recording. */
export function numbersOf(schema: Schema): Numbers {
  const numbers = new Map<string, ColumnRef>()
  for (const table of schema.values()) {
    numbers.set(tableName(table), { table: table.oid, attnum: 0 })
    for (const { attnum, name } of table.columns.values()) numbers.set(`${tableName(table)}.${name}`, { table: table.oid, attnum })
  }
  return numbers
}
