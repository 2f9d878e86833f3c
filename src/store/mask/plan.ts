import type { ReplicaError } from '../../errors.ts'
import { fail } from '../../errors.ts'
import { nearest } from '../../spec/nearest.ts'
import type { MaskRule } from '../../spec/types.ts'
import { keyOf, linkFaults, type Methods, sharedLength } from './links.ts'
import { leastLength, methodsFor } from './methods.ts'
import { formatName, isExact, matches, ruleFor } from './rules.ts'
import type { ColumnMask, MaskCatalog, MaskColumn, MaskTable, TableMask } from './types.ts'

/** What the rules ask of one store. */
export interface MaskPlan {
  tables: readonly TableMask[]
  /** Columns that hold data of their own and have no rule, `keep` included. */
  unruled: readonly { table: MaskTable; column: MaskColumn }[]
  problems: readonly ReplicaError[]
}

/** Pure: what the rules ask of one store, and every fault of those that match in it. */
export function planMask(store: string, catalog: MaskCatalog, rules: readonly MaskRule[]): MaskPlan {
  const problems: ReplicaError[] = []
  const unruled: { table: MaskTable; column: MaskColumn }[] = []
  const ruled: Ruled[] = []
  for (const table of catalog.tables)
    for (const column of table.columns) {
      const rule = ruleFor({ store, schema: table.schema, table: table.name, column: column.name }, rules)
      if (rule !== undefined) ruled.push({ store, table, column, rule })
      else if (table.kind !== 'view' && !column.generated) unruled.push({ table, column })
    }
  const writable = ruled.filter((each) => isWritable(each, problems))
  const methods: Methods = new Map(writable.map(({ table, column, rule }) => [keyOf(table.oid, column.attnum), rule.method]))
  problems.push(...linkFaults(store, catalog, methods))
  const tables = catalog.tables.map((table) => {
    const own = writable.filter((each) => each.table === table)
    return { table, columns: own.flatMap((each) => columnMask(each, catalog, methods, problems)) }
  })
  return { tables: tables.filter(({ columns }) => columns.length > 0), unruled, problems }
}

/** Rules that match no column of any store; each with the nearest name, where it names one column. */
export function unmatchedRules(rules: readonly MaskRule[], catalogs: Readonly<Record<string, MaskCatalog>>): ReplicaError[] {
  const names = Object.entries(catalogs).flatMap(([store, { tables }]) =>
    tables.flatMap(({ schema, name: table, columns }) => columns.map(({ name: column }) => ({ store, schema, table, column }))),
  )
  return rules
    .filter((rule) => !names.some((name) => matches(rule, name)))
    .map((rule) => {
      const close = isExact(rule) ? nearest(formatName(rule), names.map(formatName)) : undefined
      return fail('mask.unmatched_rule', { place: rule.place, rule: formatName(rule), ...(close === undefined ? {} : { nearest: close }) })
    })
}

interface Ruled {
  store: string
  table: MaskTable
  column: MaskColumn
  rule: MaskRule
}

/** Whether a rule can be kept; where not, the fault. What a pattern covers beside real columns is left as it is. */
function isWritable({ store, table, column, rule }: Ruled, problems: ReplicaError[]): boolean {
  if (rule.method === 'keep') return table.kind !== 'view'
  const name = { place: rule.place, column: formatName({ store, schema: table.schema, table: table.name, column: column.name }) }
  const reason = unwritable(table, column)
  if (reason !== undefined) {
    if (isExact(rule) || table.kind === 'foreign') problems.push(fail('mask.not_writable', { ...name, reason }))
    return false
  }
  const fits = methodsFor(column)
  if (fits.includes(rule.method)) return true
  if (rule.method === 'null') problems.push(fail('mask.not_writable', { ...name, reason: 'it may not be null' }))
  else problems.push(fail('mask.wrong_type', { ...name, method: rule.method, type: column.type, fits }))
  return false
}

function unwritable(table: MaskTable, column: MaskColumn): string | undefined {
  if (table.kind === 'view') return 'it belongs to a view'
  if (table.kind === 'foreign') return 'it does not lie in a table of this database'
  return column.generated ? 'its values are generated from other columns' : undefined
}

function columnMask({ store, table, column, rule }: Ruled, catalog: MaskCatalog, methods: Methods, problems: ReplicaError[]): ColumnMask[] {
  const { method, place } = rule
  if (method === 'keep') return []
  const length = column.kind === 'text' ? sharedLength(catalog, methods, keyOf(table.oid, column.attnum)) : null
  const mask = { column, method, place, length }
  const least = leastLength(mask)
  if (length !== null && length < least) {
    const name = formatName({ store, schema: table.schema, table: table.name, column: column.name })
    problems.push(fail('mask.too_short', { place, column: name, method, length, least, unique: column.unique }))
  }
  return [mask]
}
