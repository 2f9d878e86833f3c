import type { Session } from '../../ports/databases.ts'
import { readSchema } from '../schema/tables.ts'
import type { Schema, TableShape } from '../types.ts'
import { comparableSettings, type Fingerprint, fingerprintTables, readActivity } from './fingerprints.ts'
import { comparableText, holdsRows, pairTables, type TablePair } from './pairs.ts'

/** What one database holds at one moment. */
export interface Look {
  schema: Schema
  /** By table OID. */
  tables: ReadonlyMap<number, TableLook>
}

export interface TableLook {
  /** Over all columns. */
  full: Fingerprint
  /** Over the columns that the other side has too. */
  shared: Fingerprint
  activity: string
}

/** The databases of one rehearsal's sides; the candidate is the one that was changed. */
export interface Sides<Value> {
  baseline: Value
  control: Value
  candidate: Value
}

/** Looks at all sides at once. `origin` is the schema that all of them were cloned from. */
export async function lookAtSides(sessions: Sides<Session>, origin: Schema): Promise<Sides<Look>> {
  const all = [sessions.baseline, sessions.control, sessions.candidate]
  await Promise.all(all.map(prepare))
  const schemas = await Promise.all(all.map(readSchema))
  const [baseline, control, candidate] = schemas as [Schema, Schema, Schema]
  const pairs = pairTables(baseline, candidate, origin)
  const before = new Map(pairs.map((pair) => [pair.before.oid, pair.columns.map((c) => comparableText(c.before, c.after))]))
  const after = new Map(pairs.map((pair) => [pair.after.oid, pair.columns.map((c) => comparableText(c.after, c.before))]))
  const [first, second, third] = await Promise.all([
    look(sessions.baseline, baseline, before),
    look(sessions.control, control, new Map()),
    look(sessions.candidate, candidate, after),
  ])
  return { baseline: first, control: second, candidate: third }
}

const triesToSettle = 80

/** Waits until the pipeline's own sessions are gone: what they did is counted, and what they left open is rolled back. */
async function prepare(session: Session): Promise<void> {
  await session.execute(comparableSettings)
  for (let attempt = 0; attempt < triesToSettle; attempt += 1) {
    const [row] = await session.query<{ others: string }>(
      `SELECT count(*) AS others, pg_sleep(CASE WHEN count(*) > 0 THEN 0.025 ELSE 0 END)
         FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    )
    if (Number(row?.others) === 0) return
  }
}

async function look(session: Session, schema: Schema, shared: ReadonlyMap<number, readonly string[]>): Promise<Look> {
  const tables = [...schema.values()].filter(holdsRows)
  const full = tables.map((table) => ({ table, texts: allColumns(table) }))
  const partial = full.map(({ table, texts }) => ({ table, texts: shared.get(table.oid) ?? texts }))
  const different = partial.filter(({ texts }, at) => texts.join() !== full[at]?.texts.join())
  const prints = await fingerprintTables(session, [...full, ...different])
  const byTable = new Map(different.map(({ table }, at) => [table.oid, prints[full.length + at]]))
  const activity = await readActivity(session)
  const looks = full.map(({ table }, at): [number, TableLook] => {
    const own = prints[at] ?? { rows: 0, sum: 0n }
    return [table.oid, { full: own, shared: byTable.get(table.oid) ?? own, activity: activity.get(table.oid) ?? '' }]
  })
  return { schema, tables: new Map(looks) }
}

function allColumns(table: TableShape): string[] {
  return [...table.columns.values()].map((column) => comparableText(column))
}

/** The tables that were written between two looks at one database: other rows, or the same ones again. */
export function writtenTables(before: Look, after: Look): TableShape[] {
  return [...after.tables].flatMap(([oid, now]) => {
    const old = before.tables.get(oid)
    const same = old !== undefined && equalPrints(old.full, now.full) && old.activity === now.activity
    const table = after.schema.get(oid)
    return same || table === undefined ? [] : [table]
  })
}

/** Whether a pipeline left the same in a table on both sides, or, where the change itself had altered it, did the same to it. */
export function sameEffect(pair: TablePair, before: Sides<Look>, after: Sides<Look>): boolean {
  const [old, now] = [after.baseline.tables.get(pair.before.oid), after.candidate.tables.get(pair.after.oid)]
  if (old === undefined || now === undefined) return false
  if (equalPrints(old.shared, now.shared)) return true
  const start = before.baseline.tables.get(pair.before.oid)
  const otherStart = before.candidate.tables.get(pair.after.oid)
  if (start === undefined || otherStart === undefined) return false
  return equalPrints(step(start.shared, old.shared), step(otherStart.shared, now.shared))
}

function step(before: Fingerprint, after: Fingerprint): Fingerprint {
  return { rows: after.rows - before.rows, sum: after.sum - before.sum }
}

export function equalPrints(one: Fingerprint, other: Fingerprint): boolean {
  return one.rows === other.rows && one.sum === other.sum
}
