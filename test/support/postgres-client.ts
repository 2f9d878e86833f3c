import pg from 'pg'
import type { DatabaseServer } from '../../src/local-cloud/types.ts'

/** Rows of one statement, on a connection of its own; as the server's master user unless told otherwise. */
export async function queryServer(
  server: DatabaseServer,
  password: string,
  sql: string,
  options: { database?: string; user?: string } = {},
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ host: server.host, port: server.port, user: server.user, database: server.database, password, ...options })
  await client.connect()
  try {
    return (await client.query(sql)).rows ?? []
  } finally {
    await client.end()
  }
}
