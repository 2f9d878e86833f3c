import type { Session } from '../../ports/databases.ts'

/** By table OID, a text that moves whenever anything writes to the table, even what was there before. */
export type Activity = ReadonlyMap<number, string>

/** Settings under which equal values have equal texts, whatever the database's own settings are. */
const comparableSettings = `
SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex';
SET extra_float_digits = 1; SET search_path = pg_catalog; SET xmlbinary = 'base64'`

const triesToSettle = 80

/** Waits until the pipeline's own sessions are gone: what they did is counted, and what they left open is rolled back. */
export async function settle(session: Session): Promise<void> {
  await session.execute(comparableSettings)
  for (let attempt = 0; attempt < triesToSettle; attempt += 1) {
    const [row] = await session.query<{ others: string }>(
      `SELECT count(*) AS others, pg_sleep(CASE WHEN count(*) > 0 THEN 0.025 ELSE 0 END)
         FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    )
    if (Number(row?.others) === 0) return
  }
}

/** What a server can do for a comparison. */
export interface ServerTraits {
  typedHashes: boolean
  /** A table whose activity stands still was not written. Before 15, counters come late. */
  countsWrites: boolean
}

/** OIDs of the tables that the session may not read, or may read a part of only. */
export async function readUnreadable(session: Session): Promise<Set<number>> {
  const rows = await session.query<{ oid: string }>(
    `SELECT c.oid FROM pg_class c WHERE c.relkind IN ('r', 'p', 'm') AND c.oid >= 16384 AND NOT has_table_privilege(c.oid, 'SELECT')`,
  )
  return new Set(rows.map(({ oid }) => Number(oid)))
}

export async function readTraits(session: Session): Promise<ServerTraits> {
  const [row] = await session.query<{ version: string; counts: string }>(
    `SELECT current_setting('server_version_num') AS version, current_setting('track_counts') AS counts`,
  )
  const version = Number(row?.version ?? 0)
  return { typedHashes: version >= 140_000, countsWrites: version >= 150_000 && row?.counts === 'on' }
}

export async function readActivity(session: Session): Promise<Activity> {
  const rows = await session.query<{ oid: string; activity: string }>(
    `SELECT c.oid, concat_ws('/', string_agg(pg_relation_filenode(p.relid)::text, ',' ORDER BY p.relid),
            sum(pg_stat_get_tuples_inserted(p.relid)), sum(pg_stat_get_tuples_updated(p.relid)), sum(pg_stat_get_tuples_deleted(p.relid))) AS activity
       FROM pg_class c, LATERAL (SELECT c.oid AS relid UNION SELECT relid FROM pg_partition_tree(c.oid)) p
      WHERE c.relkind IN ('r', 'p', 'm') AND c.oid >= 16384 GROUP BY c.oid`,
  )
  return new Map(rows.map((row) => [Number(row.oid), row.activity]))
}

/** The tables whose activity is not what it was; new ones too. */
export function movedTables(before: Activity, after: Activity): Set<number> {
  return new Set([...after.keys()].filter((oid) => before.get(oid) !== after.get(oid)))
}
