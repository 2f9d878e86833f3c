import type { Session } from '../../ports/databases.ts'
import { ownSchemas } from './tables.ts'
import type { Partition } from './types.ts'

/** Tables that are part of another, each with the outermost one. */
export async function readPartitions(session: Session): Promise<Partition[]> {
  const rows = await session.query<{ oid: string; parent: string; name: string; bound: string }>(
    `SELECT c.oid, pg_partition_root(c.oid)::oid AS parent, n.nspname || '.' || c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND ${ownSchemas} ORDER BY 3`,
  )
  return rows.map((row) => ({ ...row, oid: Number(row.oid), parent: Number(row.parent) }))
}
