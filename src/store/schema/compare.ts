import type { Schema, SchemaDelta } from '../types.ts'
import { compareGrants } from './compare-grants.ts'
import { compareKeyed, compareLoose } from './compare-objects.ts'
import { comparePartitions } from './compare-partitions.ts'
import { compareTables, matchTables } from './compare-tables.ts'
import { compareTypes, renamedTypes } from './compare-types.ts'
import type { Catalog } from './types.ts'

/**
 * What changed between two catalogs of one database, or of a database and its clone. All is paired by OID (columns by
 * attnum), so a rename is a rename; only what was dropped and made again is paired by name.
 */
export function compareCatalogs(before: Catalog, after: Catalog): SchemaDelta[] {
  const tables = matchTables(before.tables, after.tables)
  const partitions = comparePartitions(before, after, tables)
  const types = renamedTypes(before, after)
  const moved = new Set([...before.partitions, ...after.partitions].map(({ oid }) => oid))
  const shapes = compareTables(before.tables, after.tables, types).filter(({ kind, table }) => !isMove(kind) || !moved.has(table))
  const objects = [...compareKeyed(before, after, tables), ...compareTypes(before, after), ...compareLoose(before, after, tables)]
  return [...shapes, ...partitions, ...objects.filter((delta) => !isEcho(delta, shapes)), ...compareGrants(before, after, tables)]
}

/** What changed in tables and views alone. */
export function compareSchemas(before: Schema, after: Schema): SchemaDelta[] {
  return compareTables(before, after, new Map())
}

/** A table that became a partition, or was one, is neither gone nor new. */
function isMove(kind: SchemaDelta['kind']): boolean {
  return kind === 'table_added' || kind === 'table_dropped'
}

/** A sequence that comes and goes with its column. */
function isEcho(delta: SchemaDelta, shapes: readonly SchemaDelta[]): boolean {
  if (delta.kind !== 'sequence_added' && delta.kind !== 'sequence_dropped') return false
  const columns = delta.touches ?? []
  return columns.some(({ table, attnum }) =>
    shapes.some(
      (shape) =>
        shape.table === table &&
        (shape.attnum === attnum || shape.attnum === 0) &&
        /_(added|dropped|default|moved|remade)$/.test(shape.kind),
    ),
  )
}
