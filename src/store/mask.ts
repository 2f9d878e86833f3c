import type { ReplicaError } from '../errors.ts'
import { fail, failAll } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Databases, Session } from '../ports/databases.ts'
import { SqlFailure } from '../ports/databases.ts'
import type { MaskRule } from '../spec/types.ts'
import { pauseGuards } from './mask-guards.ts'
import { readMasked, rememberMasked } from './mask-marker.ts'
import { deriveMaskKeys, hmacFunction, type MaskKeys, maskExpression } from './mask-methods.ts'
import { planMask, type TableMask } from './mask-plan.ts'
import { readSchema } from './schema/tables.ts'
import { quoteName, quoteTable } from './sql/quote.ts'
import type { Store } from './types.ts'

/** What masking needs of the world. */
export interface MaskPorts {
  databases: Databases
  clock: Clock
  emit: Emit
}

/**
 * Masks the columns that the rules name, set-wise inside the databases, before anything else may connect. Equal values
 * get equal masks in every column and store, by HMAC-SHA256 under `secret`; nobody without it can go back. One
 * transaction a store, which also keeps what was masked: a second call does nothing. Returns `store.schema.table.column`
 * of every masked column. Throws `mask.*`, all faults of the rules at once, before any row is changed.
 */
export async function maskStores(
  stores: Readonly<Record<string, Store>>,
  rules: readonly MaskRule[],
  secret: string,
  ports: MaskPorts,
): Promise<string[]> {
  const strangers = rules.filter((rule) => stores[rule.store] === undefined)
  if (strangers.length > 0) throw failAll(strangers.map((rule) => unknownStore(rule, Object.keys(stores))))
  const keys = deriveMaskKeys(secret)
  const plans = await Promise.all(Object.values(stores).map((store) => planStore(store, rules, ports)))
  const problems = plans.flatMap((plan) => plan.problems)
  if (problems.length > 0) throw failAll(problems)
  for (const { store, tables } of plans) if (tables.length > 0) await maskStore(store, tables, keys, ports)
  return plans.flatMap(({ store, columns }) => columns.map((column) => `${store.name}.${column}`))
}

interface StorePlan {
  store: Store
  tables: readonly TableMask[]
  /** Masked before or to be masked now. */
  columns: readonly string[]
  problems: readonly ReplicaError[]
}

async function planStore(store: Store, allRules: readonly MaskRule[], ports: MaskPorts): Promise<StorePlan> {
  const rules = allRules.filter((rule) => rule.store === store.name && rule.method !== 'keep')
  const kept = allRules.filter((rule) => rule.store === store.name && rule.method === 'keep')
  if (rules.length + kept.length === 0) return { store, tables: [], columns: [], problems: [] }
  const session = await ports.databases.connect(store.target)
  try {
    const masked = await readMasked(session)
    const plan = planMask(await readSchema(session), [...rules, ...kept], masked)
    return { store, ...plan, columns: rules.map((rule) => `${rule.schema}.${rule.table}.${rule.column}`) }
  } finally {
    await session.close()
  }
}

async function maskStore(store: Store, tables: readonly TableMask[], keys: MaskKeys, ports: MaskPorts): Promise<void> {
  const startedAt = ports.clock.now().getTime()
  const session = await ports.databases.connect(store.target)
  try {
    const rows = await inTransaction(session, () => maskTables(session, tables, keys))
    const columns = tables.flatMap(({ table, columns }) => columns.map(({ shape }) => `${table.name}.${shape.name}`))
    const seconds = Math.round((ports.clock.now().getTime() - startedAt) / 100) / 10
    ports.emit('store.masked', { store: store.name, columns, rows, seconds })
  } catch (error) {
    if (!(error instanceof SqlFailure)) throw error
    const names = tables.map(({ table }) => `${table.schema}.${table.name}`)
    throw fail('mask.failed', { store: store.name, tables: names, sqlState: error.sqlState, reason: withoutValues(error) }, error)
  } finally {
    await session.close()
  }
}

async function inTransaction<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
  await session.execute('BEGIN')
  try {
    const result = await work()
    await session.execute('COMMIT')
    return result
  } catch (error) {
    await session.execute('ROLLBACK').catch(() => {})
    throw error
  }
}

async function maskTables(session: Session, tables: readonly TableMask[], keys: MaskKeys): Promise<number> {
  await session.execute(hmacFunction)
  const guards = await pauseGuards(session, tables)
  let rows = 0
  for (const mask of tables) rows += await maskTable(session, mask, keys)
  await guards.restore()
  await rememberMasked(session, tables)
  return rows
}

async function maskTable(session: Session, mask: TableMask, keys: MaskKeys): Promise<number> {
  const sets = mask.columns.map(({ shape, method }) => `${quoteName(shape.name)} = ${maskExpression(method, shape)}`)
  const used = `SELECT $1::bytea, $2::bytea, $3::int`
  const rows = await session.query<{ rows: string }>(
    `WITH used AS (${used}), done AS (UPDATE ${quoteTable(mask.table)} SET ${sets.join(', ')} RETURNING 1) SELECT count(*) AS rows FROM done`,
    [keys.inner, keys.outer, keys.days],
  )
  return Number(rows[0]?.rows ?? 0)
}

function unknownStore(rule: MaskRule, known: readonly string[]): ReplicaError {
  const name = `${rule.store}.${rule.schema}.${rule.table}.${rule.column}`
  return fail('mask.unknown_store', { rule: name, store: rule.store, known })
}

/** Integrity errors (23…) name constraints and columns only; others may quote a value. */
function withoutValues(error: SqlFailure): string {
  return error.sqlState.startsWith('23') || error.sqlState.startsWith('42') ? error.message : error.message.replace(/"[^"]*"/g, '"…"')
}
