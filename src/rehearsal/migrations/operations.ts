import type { Session } from '../../ports/databases.ts'
import { leadingWords } from '../../store/sql/statements.ts'

/** Something that a statement does which others feel while it runs. */
export interface Operation {
  rule: 'TABLE_NO_REWRITE' | 'TABLE_NO_LONG_LOCK' | 'INDEX_CONCURRENTLY'
  /** `schema.table` */
  table: string
  effect: string
}

/** Watches one session's locks: the tables that held rows before, as they were. */
export interface Watch {
  /** A transaction has begun. */
  begin(): Promise<void>
  /** What the last statement did, while its transaction is open. */
  after(sql: string): Promise<Operation[]>
}

/** Begins to watch. Only tables that are there and hold rows count: nobody waits for a new one. */
export async function watchOperations(session: Session): Promise<Watch> {
  const rows = await session.query<{ oid: string; filenode: string; bytes: string; rows: string }>(
    `SELECT oid, relfilenode AS filenode, pg_relation_size(oid) AS bytes, greatest(reltuples, 0)::bigint AS rows
       FROM pg_class WHERE relkind IN ('r', 'm') AND oid >= 16384 AND relpersistence <> 't'`,
  )
  const tables = new Map(
    rows.map((row) => [row.oid, { filenode: row.filenode, bytes: Number(row.bytes), rows: Number(row.rows), scans: 0 }]),
  )
  return {
    async begin() {
      // The server counts from its last report on, which is never inside a transaction but not at each end of one.
      const counts = await session.query<{ oid: string; scans: string }>(
        `SELECT oid, pg_stat_get_xact_numscans(oid) AS scans FROM pg_class WHERE relkind IN ('r', 'm') AND oid >= 16384`,
      )
      for (const { oid, scans } of counts) Object.assign(tables.get(oid) ?? {}, { scans: Number(scans) })
    },
    async after(sql) {
      const held = await session.query<HeldLock>(locksQuery)
      return held.flatMap((lock) => {
        const table = tables.get(lock.oid)
        if (table === undefined) return []
        const known = { ...table }
        Object.assign(table, { filenode: lock.filenode, scans: Number(lock.scans) })
        return known.bytes === 0 ? [] : operationOf(sql, known, lock)
      })
    },
  }
}

interface HeldLock {
  oid: string
  name: string
  filenode: string
  scans: string
  mode: string
}

interface TableState {
  filenode: string
  bytes: number
  rows: number
  /** Scans from end to end that the server has counted. */
  scans: number
}

/** The strongest lock on each table that others wait for. */
const locksQuery = `
SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relfilenode AS filenode, pg_stat_get_xact_numscans(c.oid) AS scans,
       (array_agg(l.mode ORDER BY array_position(ARRAY['AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock'], l.mode)))[1] AS mode
  FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND c.relkind IN ('r', 'm')
   AND l.mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')
 GROUP BY c.oid, n.nspname ORDER BY 2`

function operationOf(sql: string, known: TableState, lock: HeldLock): Operation[] {
  const words = leadingWords(sql, 3)
  if (words[0] === 'TRUNCATE' || words[0] === 'DROP') return []
  const size = `${lock.name} (${known.rows > 0 ? `about ${known.rows} rows, ` : ''}${formatBytes(known.bytes)})`
  const wait = `${lockName(lock.mode)} lock: ${lock.mode === 'AccessExclusiveLock' ? 'nobody can read or write' : 'nobody can write'} it meanwhile`
  if (lock.filenode !== known.filenode)
    return [{ rule: 'TABLE_NO_REWRITE', table: lock.name, effect: `it rewrites ${size} under an ${wait}` }]
  if (Number(lock.scans) <= known.scans) return []
  if (words[0] === 'CREATE' && words.includes('INDEX'))
    return [{ rule: 'INDEX_CONCURRENTLY', table: lock.name, effect: `it builds an index on ${size} under a ${wait}` }]
  return [{ rule: 'TABLE_NO_LONG_LOCK', table: lock.name, effect: `it reads all of ${size} under ${article(lock.mode)} ${wait}` }]
}

function article(mode: string): string {
  return mode.startsWith('Share') ? 'a' : 'an'
}

/** `AccessExclusiveLock` → `ACCESS EXCLUSIVE` */
function lockName(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase()
}

function formatBytes(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} kB`
  return bytes < 1024 ** 3 ? `${Math.round(bytes / 1024 ** 2)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`
}
