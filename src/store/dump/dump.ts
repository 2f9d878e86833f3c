import type { Session } from '../../ports/databases.ts'
import { dumpQueries, rolesQuery } from './queries.ts'

/** What makes an empty database like another one, but for its rows. */
export interface Dump {
  /** Roles that have rights on something. */
  roles: readonly string[]
  /** Statements; one that fails may succeed when others have. */
  ddl: readonly string[]
  /** The search path that the database itself sets; undefined where it sets none. */
  searchPath?: string
}

/** The schema of the session's database as statements, from its catalog alone: no value of a row is in them. PostgreSQL 14 or later. */
export async function dumpSchema(session: Session): Promise<Dump> {
  // Names are written out in full then.
  await session.execute('SET search_path = pg_catalog')
  const ddl: string[] = []
  for (const query of dumpQueries) ddl.push(...(await session.query<{ ddl: string }>(query)).map((row) => row.ddl))
  const roles = await session.query<{ role: string }>(rolesQuery)
  const [path] = await session.query<{ path: string }>(
    `SELECT split_part(s.setting, '=', 2) AS path FROM pg_db_role_setting r JOIN pg_database d ON d.oid = r.setdatabase CROSS JOIN LATERAL
            unnest(r.setconfig) AS s(setting) WHERE d.datname = current_database() AND r.setrole = 0 AND s.setting LIKE 'search_path=%'`,
  )
  return { roles: roles.map(({ role }) => role), ddl, ...(path === undefined ? {} : { searchPath: path.path }) }
}
