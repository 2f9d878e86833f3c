import type { ColumnShape, SchemaDelta, TableShape } from '../types.ts'
import { tableName } from './names.ts'
import { type Numbered, pairUp } from './pair.ts'

/** Differences of one table's columns: by attnum, or by name where the table was made again. */
export function compareColumns(old: TableShape, now: TableShape, types: ReadonlyMap<string, string>): SchemaDelta[] {
  const remade = old.oid !== now.oid
  const before = columnsOf(old, 0)
  // Numbers of a table that was made again mean nothing: shifted, they meet none of the old ones.
  const after = columnsOf(now, remade ? 10_000 : 0)
  const { pairs, dropped, added } = pairUp(before, after, ({ column }) => column.name)
  const moved = movedColumns(pairs, remade)
  return [
    ...dropped.map(({ column }) => delta(old, column, 'column_dropped', { before: column.type })),
    ...[...pairs].flatMap(([was, is]) => columnDeltas(old, was, is, moved.has(was), types)),
    ...added.map(({ column }) => delta(old, column, 'column_added', { after: column.type + (isRequired(column) ? ' not null' : '') })),
  ]
}

interface NumberedColumn extends Numbered {
  column: ColumnShape
  /** Place among the columns that are there, from 1. */
  position: number
}

function columnsOf(table: TableShape, shift: number): NumberedColumn[] {
  return [...table.columns.values()].map((column, at) => ({ oid: column.attnum + shift, column, position: at + 1 }))
}

function delta(
  table: TableShape,
  column: ColumnShape,
  kind: SchemaDelta['kind'],
  facts: Pick<SchemaDelta, 'before' | 'after'>,
): SchemaDelta {
  return { kind, table: table.oid, attnum: column.attnum, name: tableName(table), column: column.name, ...facts }
}

/** Whether an INSERT that does not name it fails. */
function isRequired(column: ColumnShape): boolean {
  return !column.nullable && column.default === null && !column.generated
}

function columnDeltas(
  table: TableShape,
  was: NumberedColumn,
  is: NumberedColumn,
  moved: boolean,
  types: ReadonlyMap<string, string>,
): SchemaDelta[] {
  const [old, now] = [was.column, is.column]
  const deltas: SchemaDelta[] = []
  const add = (kind: SchemaDelta['kind'], before: string, after: string): void =>
    void deltas.push(delta(table, old, kind, { before, after }))
  if (old.name !== now.name) add('column_renamed', old.name, now.name)
  if (!sameType(old.type, now.type, types)) add('column_retyped', old.type, now.type)
  if (old.nullable !== now.nullable) add('column_nullability', nullability(old), nullability(now))
  if (!sameDefault(old, now)) add('column_default', defaultOf(old), defaultOf(now))
  if (moved) add('column_moved', `position ${was.position}`, `position ${is.position}`)
  else if (isRemade(table, was, is) && deltas.length === 0) add('column_remade', 'its values', 'made again')
  return deltas
}

function isRemade(table: TableShape, was: NumberedColumn, is: NumberedColumn): boolean {
  return was.oid !== is.oid && table.columns.get(is.oid) === undefined && is.oid < 10_000
}

function sameType(old: string, now: string, types: ReadonlyMap<string, string>): boolean {
  const [, base = '', dimensions = ''] = /^(.*?)((?:\[\])*)$/.exec(old) ?? []
  return old === now || `${types.get(base) ?? base}${dimensions}` === now
}

function sameDefault(old: ColumnShape, now: ColumnShape): boolean {
  if (old.generated !== now.generated) return false
  return old.default === now.default || (old.defaultTree !== undefined && old.defaultTree === now.defaultTree)
}

function defaultOf(column: ColumnShape): string {
  const text = column.default ?? 'none'
  return column.generated && !text.startsWith('identity') ? `generated as ${text}` : text
}

function nullability(column: ColumnShape): string {
  return column.nullable ? 'nullable' : 'not null'
}

/** The fewest columns whose moving explains the new order; those made again are the first that count as moved. */
function movedColumns(pairs: ReadonlyMap<NumberedColumn, NumberedColumn>, remade: boolean): Set<NumberedColumn> {
  const entries = [...pairs].sort(([one], [other]) => one.position - other.position)
  const ranks = new Map([...entries].sort(([, one], [, other]) => one.position - other.position).map(([was], at) => [was, at]))
  if (!remade) return new Set(entries.filter(([was, is], at) => was.oid !== is.oid && ranks.get(was) !== at).map(([was]) => was))
  const steady = longestRise(entries.map(([was]) => ranks.get(was) ?? 0))
  return new Set(entries.filter((_, at) => !steady.has(at)).map(([was]) => was))
}

/** Places of a longest rising run of numbers, gaps allowed. */
function longestRise(numbers: readonly number[]): Set<number> {
  const best: { length: number; from: number }[] = []
  for (const [at, number] of numbers.entries()) {
    let entry = { length: 1, from: -1 }
    for (let before = 0; before < at; before += 1) {
      const length = (best[before]?.length ?? 0) + 1
      if ((numbers[before] ?? 0) < number && length > entry.length) entry = { length, from: before }
    }
    best.push(entry)
  }
  const places = new Set<number>()
  const top = best.reduce((most, { length }) => Math.max(most, length), 0)
  for (let at = best.findIndex(({ length }) => length === top); at >= 0; at = best[at]?.from ?? -1) places.add(at)
  return places
}
