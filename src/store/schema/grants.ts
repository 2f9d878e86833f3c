import type { Session } from '../../ports/databases.ts'
import { notOfExtension, ownSchemas } from './tables.ts'
import type { Grant } from './types.ts'

/** Who may do what, an owner's own rights included: one entry for each object and role. */
export async function readGrants(session: Session): Promise<Grant[]> {
  const rows = await session.query<Omit<Grant, 'on'> & { on: string }>(grantsQuery)
  return rows.map((row) => ({ ...row, on: Number(row.on) }))
}

const grantsQuery = `
WITH held AS (
  SELECT c.oid AS on, 'table' AS kind, n.nspname || '.' || c.relname AS name, 0 AS attnum,
         coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner)) AS acl
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT c.relispartition AND c.relpersistence <> 't'
     AND ${ownSchemas} AND ${notOfExtension('pg_class', 'c.oid')}
  UNION ALL
  SELECT c.oid, 'column', n.nspname || '.' || c.relname || '.' || a.attname, a.attnum, a.attacl
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE a.attacl IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped AND c.relpersistence <> 't' AND ${ownSchemas}
  UNION ALL
  SELECT p.oid, 'function', n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', 0,
         coalesce(p.proacl, acldefault('f', p.proowner))
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${ownSchemas} AND ${notOfExtension('pg_proc', 'p.oid')}
  UNION ALL
  SELECT n.oid, 'schema', n.nspname, 0, coalesce(n.nspacl, acldefault('n', n.nspowner)) FROM pg_namespace n WHERE ${ownSchemas}
)
SELECT held.on, held.kind, held.name, held.attnum, x.grantee, x.privileges
  FROM held, LATERAL (
    SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(e.grantee)::text END AS grantee,
           json_agg(DISTINCT e.privilege_type) AS privileges
      FROM aclexplode(held.acl) e GROUP BY e.grantee) x
 ORDER BY held.kind, held.name, x.grantee`
