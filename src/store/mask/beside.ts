import type { Databases } from '../../ports/databases.ts'
import type { Store } from '../types.ts'

/** Databases of a store's server that are no stores, and so stay as they are. PostgreSQL's and AWS's own are left out, and our clones. */
export async function databasesBeside(store: Store, stores: readonly Store[], databases: Databases): Promise<string[]> {
  if (store.server === 'redshift') return []
  const known = stores.filter(({ target }) => target.host === store.target.host && target.port === store.target.port)
  // Not on the store itself: whoever clones it ends the sessions there.
  const session = await databases.connect({ ...store.target, database: 'postgres' })
  try {
    const rows = await session.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database WHERE datallowconn AND NOT datistemplate AND datname NOT IN ('postgres', 'rdsadmin')
          AND datname !~ '^pr_[0-9a-f]{20}_' AND NOT datname = ANY($1::text[]) ORDER BY 1`,
      [known.map(({ target }) => target.database)],
    )
    return rows.map(({ name }) => name)
  } finally {
    await session.close()
  }
}
