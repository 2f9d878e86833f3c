import type { SchemaChangeKind, SchemaDelta } from '../types.ts'
import type { TableMatch } from './compare-tables.ts'
import { tableName } from './names.ts'
import { pairLeftOver, pairUp } from './pair.ts'
import type { Catalog, SchemaObject } from './types.ts'

/** Differences of what belongs to a table: keys, triggers, policies. What came or went with its table is no news. */
export function compareKeyed(before: Catalog, after: Catalog, tables: TableMatch): SchemaDelta[] {
  const came = new Map([...tables].map(([old, now]) => [now.oid, old]))
  return (['key', 'trigger', 'policy'] as const).flatMap((kind) => {
    const old = before.objects.filter((object) => object.class === kind && tables.has(object.table ?? 0))
    const now = after.objects
      .filter((object) => object.class === kind && came.has(object.table ?? 0))
      .map((object) => ({ ...object, table: came.get(object.table ?? 0) ?? 0 }))
    const found = pairLeftOver(
      pairUp(old, now, ({ table, name }) => `${table} ${name}`),
      (object) => `${object.table} ${meaningOf(object)}`,
    )
    return changesOf(found, kindsOf[kind]).map(([kind, was, is]) => keyedDelta(kind, was, is, before))
  })
}

/** Differences of what stands for itself: functions, sequences, extensions. */
export function compareLoose(before: Catalog, after: Catalog, tables: TableMatch): SchemaDelta[] {
  const came = new Map([...tables].map(([old, now]) => [now.oid, old]))
  return (['function', 'sequence', 'extension'] as const).flatMap((kind) => {
    const named = pairUp(ofClass(before, kind), ofClass(after, kind), ({ name }) => name)
    const found = pairLeftOver(named, kind === 'function' ? bareName : (object) => ownerOf(object, came))
    return changesOf(found, kindsOf[kind]).map(([kind, was, is]) => looseDelta(kind, was, is))
  })
}

function ofClass(catalog: Catalog, kind: SchemaObject['class']): SchemaObject[] {
  return catalog.objects.filter((object) => object.class === kind)
}

/** `public.f(integer)` → `public.f` */
function bareName({ name }: SchemaObject): string {
  return name.slice(0, name.indexOf('('))
}

/** A sequence that took another's place at the same column is what the other has become. */
function ownerOf(object: SchemaObject, came: ReadonlyMap<number, number>): string {
  const [owner] = object.touches
  return object.table === null || owner === undefined ? object.name : `${came.get(object.table) ?? object.table} ${object.definition}`
}

interface Kinds {
  added: SchemaChangeKind
  dropped: SchemaChangeKind
  renamed?: SchemaChangeKind
  changed: SchemaChangeKind
  body?: SchemaChangeKind
  reset?: SchemaChangeKind
}

const kindsOf: Readonly<Record<Exclude<SchemaObject['class'], 'type'>, Kinds>> = {
  key: { added: 'key_added', dropped: 'key_dropped', renamed: 'key_renamed', changed: 'key_changed' },
  trigger: { added: 'trigger_added', dropped: 'trigger_dropped', changed: 'trigger_changed' },
  policy: { added: 'row_security_changed', dropped: 'row_security_changed', changed: 'row_security_changed' },
  function: {
    added: 'function_added',
    dropped: 'function_dropped',
    renamed: 'function_renamed',
    changed: 'function_signature',
    body: 'function_body',
  },
  sequence: {
    added: 'sequence_added',
    dropped: 'sequence_dropped',
    renamed: 'sequence_renamed',
    changed: 'sequence_changed',
    reset: 'sequence_reset',
  },
  extension: { added: 'extension_added', dropped: 'extension_dropped', changed: 'extension_changed' },
}

type Change = [kind: SchemaChangeKind, was: SchemaObject | undefined, is: SchemaObject | undefined]

function changesOf(
  found: { pairs: ReadonlyMap<SchemaObject, SchemaObject>; dropped: readonly SchemaObject[]; added: readonly SchemaObject[] },
  kinds: Kinds,
): Change[] {
  return [
    ...found.dropped.map((was): Change => [kinds.dropped, was, undefined]),
    ...[...found.pairs].flatMap(([was, is]) => pairChanges(was, is, kinds)),
    ...found.added.map((is): Change => [kinds.added, undefined, is]),
  ]
}

function pairChanges(was: SchemaObject, is: SchemaObject, kinds: Kinds): Change[] {
  const changes: Change[] = []
  const renamed = was.name !== is.name && (was.class !== 'function' || bareName(was) !== bareName(is))
  if (renamed && kinds.renamed !== undefined) changes.push([kinds.renamed, was, is])
  // A function's definition begins with its name.
  const same = meaningOf(was) === meaningOf(is) || was.definition === is.definition
  if (!same && !(renamed && was.class === 'function')) changes.push([kinds.changed, was, is])
  if (kinds.body !== undefined && was.body !== is.body) changes.push([kinds.body, was, is])
  if (kinds.reset !== undefined && was.last !== null && (is.last ?? 0) < was.last) changes.push([kinds.reset, was, is])
  return changes
}

function meaningOf(object: SchemaObject): string {
  return object.identity ?? object.definition
}

function keyedDelta(kind: SchemaChangeKind, was: SchemaObject | undefined, is: SchemaObject | undefined, before: Catalog): SchemaDelta {
  const object = was ?? is
  const table = before.tables.get(object?.table ?? 0)
  const touches = (is ?? was)?.touches ?? []
  const own = touches.filter((touch) => touch.table === table?.oid)
  const column = own.length === 1 ? table?.columns.get(own[0]?.attnum ?? 0) : undefined
  return {
    kind,
    table: table?.oid ?? 0,
    // Who writes a table feels its keys without naming their columns.
    attnum: 0,
    name: table === undefined ? '' : tableName(table),
    ...(column === undefined ? {} : { column: column.name }),
    object: object?.name ?? '',
    ...textsOf(kind, was, is),
    touches: touches.filter((touch) => touch.table !== table?.oid),
  }
}

function looseDelta(kind: SchemaChangeKind, was: SchemaObject | undefined, is: SchemaObject | undefined): SchemaDelta {
  const object = was ?? is
  const touches = [...(was?.touches ?? []), ...(is?.touches ?? [])]
  return { kind, table: object?.oid ?? 0, attnum: 0, name: object?.name ?? '', ...textsOf(kind, was, is), touches }
}

function textsOf(kind: SchemaChangeKind, was?: SchemaObject, is?: SchemaObject): Pick<SchemaDelta, 'before' | 'after'> {
  if (kind === 'function_body') return { before: 'another body', after: 'the same signature' }
  const text = (object: SchemaObject): string => {
    if (kind === 'sequence_reset') return `at ${object.last ?? 'its start'}`
    return kind.endsWith('_renamed') ? object.name : object.definition
  }
  return { ...(was === undefined ? {} : { before: text(was) }), ...(is === undefined ? {} : { after: text(is) }) }
}
