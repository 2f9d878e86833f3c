import type { SchemaChangeKind, SchemaDelta } from '../types.ts'
import { pairUp } from './pair.ts'
import type { Catalog, EnumLabel, SchemaObject } from './types.ts'

/** Differences of enums, domains and composite types, felt by the columns of these types. */
export function compareTypes(before: Catalog, after: Catalog): SchemaDelta[] {
  const { pairs, dropped, added } = pairTypes(before, after)
  return [
    ...dropped.map((type) => delta('type_dropped', type, { before: type.definition })),
    ...[...pairs].flatMap(([was, is]) => typeDeltas(was, is)),
    ...added.map((type) => delta('type_added', type, { after: type.definition })),
  ]
}

/** The new names of the types that have one, by the old. */
export function renamedTypes(before: Catalog, after: Catalog): Map<string, string> {
  const pairs = [...pairTypes(before, after).pairs]
  return new Map(pairs.filter(([was, is]) => was.name !== is.name).map(([was, is]) => [was.name, is.name]))
}

function pairTypes(before: Catalog, after: Catalog): ReturnType<typeof pairUp<SchemaObject>> {
  const types = ({ objects }: Catalog): SchemaObject[] => objects.filter((object) => object.class === 'type')
  return pairUp(types(before), types(after), ({ name }) => name)
}

function typeDeltas(was: SchemaObject, is: SchemaObject): SchemaDelta[] {
  const deltas: SchemaDelta[] = []
  if (was.name !== is.name) deltas.push(delta('type_renamed', was, { before: was.name, after: is.name }))
  if (was.definition !== is.definition) deltas.push(delta('type_changed', was, { before: was.definition, after: is.definition }))
  if (was.labels !== null && is.labels !== null) deltas.push(...labelDeltas(was, was.labels, is.labels))
  return deltas
}

function labelDeltas(type: SchemaObject, before: readonly EnumLabel[], after: readonly EnumLabel[]): SchemaDelta[] {
  const { pairs, dropped, added } = pairUp(before, after, ({ label }) => label)
  const value = (kind: SchemaChangeKind, object: string, facts: Pick<SchemaDelta, 'before' | 'after'>): SchemaDelta => ({
    ...delta(kind, type, facts),
    object,
  })
  const renamed = [...pairs].filter(([was, is]) => was.label !== is.label)
  return [
    ...dropped.map(({ label }) => value('enum_value_dropped', label, { before: label })),
    ...renamed.map(([was, is]) => value('enum_value_renamed', was.label, { before: was.label, after: is.label })),
    ...movedLabels(before, after, pairs).map(({ label }) =>
      value('enum_value_moved', label, { before: listOf(before), after: listOf(after) }),
    ),
    ...added.map(({ label }) => value('enum_value_added', label, { after: label })),
  ]
}

function movedLabels(before: readonly EnumLabel[], after: readonly EnumLabel[], pairs: ReadonlyMap<EnumLabel, EnumLabel>): EnumLabel[] {
  const kept = before.filter((label) => pairs.has(label))
  const place = (label: EnumLabel): number => after.indexOf(pairs.get(label) ?? label)
  const sorted = [...kept].sort((one, other) => place(one) - place(other))
  return kept.filter((label, at) => sorted[at] !== label)
}

function listOf(labels: readonly EnumLabel[]): string {
  return labels.map(({ label }) => label).join(', ')
}

function delta(kind: SchemaChangeKind, type: SchemaObject, facts: Pick<SchemaDelta, 'before' | 'after'>): SchemaDelta {
  return { kind, table: type.oid, attnum: 0, name: type.name, ...facts, touches: type.touches }
}
