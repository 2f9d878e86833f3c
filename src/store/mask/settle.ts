import type { Session } from '../../ports/databases.ts'
import { quoteName, quoteTable } from '../sql/quote.ts'
import type { TableMask } from './types.ts'

/**
 * Takes old values out of what is made from tables: materialized views are filled anew, those below others first, and so
 * are the planner's statistics, which hold real values. Can be done again. Returns where old statistics stay,
 * as `schema.table.column`.
 */
export async function settleStore(session: Session, masks: readonly TableMask[]): Promise<string[]> {
  const views = await session.query<{ schema: string; name: string }>(viewsQuery)
  for (const view of views) await session.execute(`REFRESH MATERIALIZED VIEW ${quoteTable(view)}`)
  for (const { table } of masks) await session.execute(`ANALYZE ${quoteTable(table)}`)
  for (const view of views) await session.execute(`ANALYZE ${quoteTable(view)}`)
  const stale = await session.query<Stale>(staleQuery, [masks.map(({ table }) => table.oid)])
  const left: string[] = []
  for (const each of stale) if (!(await clearStatistics(session, each))) left.push(`${each.schema}.${each.name}.${each.column}`)
  // The rows of the catalog that held the old statistics.
  await session.execute('VACUUM pg_catalog.pg_statistic')
  return left
}

interface Stale {
  schema: string
  name: string
  column: string
  target: number | null
  inherited: boolean
}

/** ANALYZE leaves what it knew of empty tables, and of columns that it is told to pass over. */
async function clearStatistics(session: Session, { schema, name, column, target, inherited }: Stale): Promise<boolean> {
  const table = quoteTable({ schema, name })
  if (target === 0) {
    const set = (to: number) => session.execute(`ALTER TABLE ONLY ${table} ALTER COLUMN ${quoteName(column)} SET STATISTICS ${to}`)
    await set(1)
    await session.execute(`ANALYZE ${table} (${quoteName(column)})`)
    await set(0)
    return true
  }
  const [server] = await session
    .query<{ version: string }>('SHOW server_version_num')
    .then((rows) => rows.map((row) => ({ version: Object.values(row)[0] ?? '' })))
  if (Number(server?.version) < 180_000) return false
  await session.query('SELECT pg_clear_attribute_stats($1, $2, $3, $4)', [schema, name, column, inherited])
  return true
}

/** Statistics of tables and views without rows, their indexes included, and of masked columns whose statistics are switched off. */
const staleQuery = `
SELECT s.schemaname AS schema, s.tablename AS name, s.attname AS column, a.attstattarget AS target, s.inherited
  FROM pg_stats s JOIN pg_class c ON c.relname = s.tablename AND c.relnamespace = to_regnamespace(quote_ident(s.schemaname))
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname
  LEFT JOIN pg_index i ON i.indexrelid = c.oid
 WHERE s.schemaname NOT IN ('pg_catalog', 'information_schema')
   AND (c.oid = ANY($1::oid[]) AND a.attstattarget = 0
        OR (SELECT sum(pg_relation_size(t.oid)) FROM (SELECT coalesce(i.indrelid, c.oid) AS oid
              UNION SELECT relid FROM pg_partition_tree(coalesce(i.indrelid, c.oid))) t) = 0)`

const viewsQuery = `
WITH RECURSIVE uses (view, used) AS (
  SELECT DISTINCT r.ev_class, d.refobjid FROM pg_rewrite r
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
   WHERE d.refobjid <> r.ev_class),
depth (oid, level) AS (
  SELECT oid, 0 FROM pg_class WHERE relkind IN ('v', 'm')
  UNION
  SELECT u.view, d.level + 1 FROM depth d JOIN uses u ON u.used = d.oid)
SELECT n.nspname AS schema, c.relname AS name FROM depth d JOIN pg_class c ON c.oid = d.oid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'm' AND c.relispopulated GROUP BY n.nspname, c.relname ORDER BY max(d.level), n.nspname, c.relname`
