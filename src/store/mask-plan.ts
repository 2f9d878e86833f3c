import type { ReplicaError } from '../errors.ts'
import { fail } from '../errors.ts'
import { nearest } from '../spec/nearest.ts'
import type { MaskMethod, MaskRule } from '../spec/types.ts'
import { methodsFor } from './mask-methods.ts'
import { findTable, tableName } from './schema/names.ts'
import type { ColumnShape, Schema, TableShape } from './types.ts'

/** The columns of one table that are to be masked, in one statement. */
export interface TableMask {
  table: TableShape
  columns: { shape: ColumnShape; method: MaskMethod }[]
}

/**
 * Pure: what the rules of one store ask of its schema, without the columns in `masked` (`schema.table.column`), and
 * every fault of the rules.
 */
export function planMask(
  schema: Schema,
  rules: readonly MaskRule[],
  masked: ReadonlySet<string>,
): { tables: TableMask[]; problems: ReplicaError[] } {
  const problems: ReplicaError[] = []
  const byTable = new Map<number, TableMask>()
  for (const rule of rules) {
    const found = resolve(schema, rule)
    if (!('shape' in found)) {
      problems.push(found)
    } else if (rule.method !== 'keep' && !masked.has(`${rule.schema}.${rule.table}.${rule.column}`)) {
      const mask = byTable.get(found.table.oid) ?? { table: found.table, columns: [] }
      mask.columns.push({ shape: found.shape, method: rule.method })
      byTable.set(found.table.oid, mask)
    }
  }
  return { tables: [...byTable.values()], problems }
}

function resolve(schema: Schema, rule: MaskRule): { table: TableShape; shape: ColumnShape } | ReplicaError {
  const name = `${rule.store}.${rule.schema}.${rule.table}.${rule.column}`
  const table = findTable(schema, rule.schema, rule.table)
  const shape = table === undefined ? undefined : [...table.columns.values()].find((column) => column.name === rule.column)
  if (table === undefined || shape === undefined) return unknownColumn(schema, rule, name)
  if (table.kind !== 'table') return fail('mask.not_writable', { rule: name, reason: `${tableName(table)} is not a table` })
  if (shape.generated) return fail('mask.not_writable', { rule: name, reason: 'its values are generated' })
  const fits = methodsFor(shape)
  if (fits.includes(rule.method)) return { table, shape }
  if (rule.method === 'null') return fail('mask.not_writable', { rule: name, reason: 'it may not be null' })
  return fail('mask.wrong_type', { rule: name, method: rule.method, type: shape.type, fits })
}

function unknownColumn(schema: Schema, rule: MaskRule, name: string): ReplicaError {
  const all = [...schema.values()].flatMap((table) => [...table.columns.values()].map((column) => `${tableName(table)}.${column.name}`))
  const close = nearest(`${rule.schema}.${rule.table}.${rule.column}`, all)
  return fail('mask.unknown_column', { rule: name, ...(close === undefined ? {} : { nearest: `${rule.store}.${close}` }) })
}
