import type { ReplicaError } from '../../errors.ts'
import { fail } from '../../errors.ts'
import type { MaskMethod } from '../../spec/types.ts'
import { formatName, ruleKey } from './rules.ts'
import type { MaskCatalog, MaskColumn } from './types.ts'

/** What becomes of the columns of a store, by `keyOf`. Columns without a rule are not in it. */
export type Methods = ReadonlyMap<string, MaskMethod>

/** Names a column within its store's database. */
export function keyOf(table: number, attnum: number): string {
  return `${table}.${attnum}`
}

/** Foreign keys of which one end would be masked otherwise than the other, and so no longer find it. */
export function linkFaults(store: string, catalog: MaskCatalog, methods: Methods): ReplicaError[] {
  return pairsOf(catalog).flatMap(({ from, to }) => {
    const ends = [methods.get(from) ?? 'keep', methods.get(to) ?? 'keep']
    if (ends[0] === ends[1] || ends[0] === 'null') return []
    const [changed, other] = ends[1] === 'keep' ? [to, from] : [from, to]
    const method = methods.get(other) ?? 'keep'
    const [name, otherName] = [nameOf(store, catalog, changed), nameOf(store, catalog, other)]
    return [
      fail('mask.key_ends_differ', { column: formatName(name), other: formatName(otherName), method, line: `${ruleKey(name)}: ${method}` }),
    ]
  })
}

/** Characters that a text column and all that refer to it, or that it refers to, have room for. */
export function sharedLength(catalog: MaskCatalog, methods: Methods, start: string): number | null {
  const columns = new Map(
    catalog.tables.flatMap(({ oid, columns }) => columns.map((column) => [keyOf(oid, column.attnum), column] as const)),
  )
  const pairs = pairsOf(catalog)
  const seen = new Set([start])
  for (const key of seen) {
    const beside = pairs.flatMap(({ from, to }) => (from === key ? [to] : to === key ? [from] : []))
    for (const next of beside) if (methods.get(next) === methods.get(start)) seen.add(next)
  }
  return shortestOf([...seen].flatMap((key) => columns.get(key) ?? []))
}

function shortestOf(columns: readonly MaskColumn[]): number | null {
  const lengths = columns.flatMap(({ length }) => length ?? [])
  return lengths.length === 0 ? null : Math.min(...lengths)
}

function pairsOf({ links }: MaskCatalog): { from: string; to: string }[] {
  return links.flatMap(({ from, to }) =>
    from.columns.map((attnum, at) => ({ from: keyOf(from.table, attnum), to: keyOf(to.table, to.columns[at] ?? 0) })),
  )
}

function nameOf(store: string, catalog: MaskCatalog, key: string): { store: string; schema: string; table: string; column: string } {
  for (const { oid, schema, name: table, columns } of catalog.tables)
    for (const { attnum, name: column } of columns) if (keyOf(oid, attnum) === key) return { store, schema, table, column }
  return { store, schema: '?', table: '?', column: key }
}
