import type { Session } from '../ports/databases.ts'
import { SqlFailure } from '../ports/databases.ts'
import { readableQuery } from './sql/readable-query.ts'
import { leadingWords } from './sql/statements.ts'
import type { ColumnRef } from './types.ts'

/**
 * The columns that each statement reads or writes (and the functions that it calls, as a table's OID), by fingerprint, as
 * the server's own analysis has them. Statements
 * are only analysed: each becomes the body of a function, whose dependencies are read, in a transaction that is rolled
 * back. One that cannot be analysed (its tables are gone, it is no query) is left out. Needs PostgreSQL 14.
 */
export async function readUsage(
  session: Session,
  statements: readonly { fingerprint: string; sql: string }[],
): Promise<Map<string, ColumnRef[]>> {
  const usage = new Map<string, ColumnRef[]>()
  await session.execute('BEGIN')
  try {
    const views = await readViews(session)
    for (const { fingerprint, sql } of statements) {
      const columns = await usageOf(session, sql)
      if (columns !== undefined) usage.set(fingerprint, expandViews(columns, views))
      await replay(session, sql)
    }
  } finally {
    await session.execute('ROLLBACK').catch(() => {})
  }
  return usage
}

/** What each view is made from, through views on views, by the view's OID. */
export async function readViews(session: Session): Promise<Map<number, ColumnRef[]>> {
  const rows = await session.query<{ view: string; table: string; attnum: number }>(
    `SELECT DISTINCT w.ev_class AS view, d.refobjid AS table, d.refobjsubid AS attnum
       FROM pg_rewrite w JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
      WHERE (d.refclassid = 'pg_class'::regclass OR (d.refclassid = 'pg_proc'::regclass AND d.refobjid >= 16384))
        AND d.refobjid <> w.ev_class AND w.ev_class >= 16384`,
  )
  const views = new Map<number, ColumnRef[]>()
  for (const row of rows) {
    const view = Number(row.view)
    views.set(view, [...(views.get(view) ?? []), { table: Number(row.table), attnum: row.attnum }])
  }
  return views
}

/** Adds, for every view among `columns`, what the view is made from. */
export function expandViews(columns: readonly ColumnRef[], views: ReadonlyMap<number, readonly ColumnRef[]>): ColumnRef[] {
  const all = new Map(columns.map((column) => [`${column.table}.${column.attnum}`, column]))
  for (const column of all.values()) for (const under of views.get(column.table) ?? []) all.set(`${under.table}.${under.attnum}`, under)
  return [...all.values()]
}

async function usageOf(session: Session, sql: string): Promise<ColumnRef[] | undefined> {
  const query = readableQuery(sql)
  if (query === undefined) return undefined
  return await tentatively(session, async () => {
    const types = /\$\d/.test(query) ? await parameterTypes(session, query) : ''
    await session.execute(`CREATE FUNCTION pg_temp.prod_replica_usage(${types}) RETURNS void LANGUAGE sql BEGIN ATOMIC\n${query}\n;END`)
    const rows = await session.query<{ table: string; attnum: number }>(
      `SELECT DISTINCT refobjid AS table, refobjsubid AS attnum FROM pg_depend
        WHERE classid = 'pg_proc'::regclass
          AND (refclassid = 'pg_class'::regclass OR (refclassid = 'pg_proc'::regclass AND refobjid >= 16384))
          AND objid = (SELECT oid FROM pg_proc WHERE proname = 'prod_replica_usage' AND pronamespace = pg_my_temp_schema())`,
    )
    return rows.map((row) => ({ table: Number(row.table), attnum: row.attnum }))
  })
}

async function parameterTypes(session: Session, query: string): Promise<string> {
  await session.execute(`PREPARE prod_replica_usage AS ${query}`)
  try {
    const rows = await session.query<{ types: string }>(
      `SELECT array_to_string(parameter_types::text[], ', ') AS types FROM pg_prepared_statements WHERE name = 'prod_replica_usage'`,
    )
    return rows[0]?.types ?? ''
  } finally {
    await session.execute('DEALLOCATE prod_replica_usage').catch(() => {})
  }
}

/** Carries out what later statements lean on: the search path, and temporary tables without their rows. */
async function replay(session: Session, sql: string): Promise<void> {
  const [first, second] = leadingWords(sql, 2)
  const isPath = first === 'SET' && /^\s*set\s+(?:session\s+)?(?:search_path|schema)\b/i.test(sql)
  const isTemporary = first === 'CREATE' && (second === 'TEMP' || second === 'TEMPORARY')
  if (!isPath && !isTemporary) return
  const query = isTemporary ? readableQuery(sql) : undefined
  const text = query === undefined ? sql : `${sql.slice(0, sql.lastIndexOf(query))}${query} WITH NO DATA`
  await tentatively(session, () => session.execute(text), 'keep')
}

/** Runs `work` under a savepoint; undefined where the server refused it. */
async function tentatively<Result>(
  session: Session,
  work: () => Promise<Result>,
  then: 'keep' | 'undo' = 'undo',
): Promise<Result | undefined> {
  await session.execute('SAVEPOINT prod_replica')
  try {
    const result = await work()
    await session.execute(then === 'keep' ? 'RELEASE prod_replica' : 'ROLLBACK TO prod_replica')
    return result
  } catch (error) {
    if (!(error instanceof SqlFailure)) throw error
    await session.execute('ROLLBACK TO prod_replica')
    return undefined
  }
}
