import type { SchemaDelta } from '../types.ts'
import type { TableMatch } from './compare-tables.ts'
import { tableName } from './names.ts'
import { pairUp } from './pair.ts'
import type { Catalog, Partition } from './types.ts'

/** Partitions that joined or left tables which are there before and after. */
export function comparePartitions(before: Catalog, after: Catalog, tables: TableMatch): SchemaDelta[] {
  const came = new Map([...tables].map(([old, now]) => [now.oid, old]))
  const old = before.partitions.filter(({ parent }) => tables.has(parent))
  const now = after.partitions.filter(({ parent }) => came.has(parent)).map((part) => ({ ...part, parent: came.get(part.parent) ?? 0 }))
  const { pairs, dropped, added } = pairUp(old, now, ({ name }) => name)
  const parentName = ({ parent }: Partition): string => {
    const table = before.tables.get(parent)
    return table === undefined ? '' : tableName(table)
  }
  const delta = (kind: SchemaDelta['kind'], part: Partition, facts: Pick<SchemaDelta, 'before' | 'after'>): SchemaDelta => ({
    kind,
    table: part.parent,
    attnum: 0,
    name: parentName(part),
    object: part.name,
    ...facts,
    touches: [{ table: part.oid, attnum: 0 }],
  })
  const renamed = [...pairs].filter(([was, is]) => was.name !== is.name)
  return [
    ...dropped.map((part) =>
      delta('partition_detached', part, { before: part.bound, after: after.tables.has(part.oid) ? 'detached' : 'dropped' }),
    ),
    ...renamed.map(
      ([was, is]): SchemaDelta => ({ kind: 'table_renamed', table: was.oid, attnum: 0, name: was.name, before: was.name, after: is.name }),
    ),
    ...added.map((part) => delta('partition_attached', part, { after: part.bound })),
  ]
}
