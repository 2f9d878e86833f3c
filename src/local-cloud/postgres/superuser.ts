import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { superuser } from './template.ts'

/** How we get into a server ourselves. */
export interface ServerDoor {
  folder: string
  port: number
  /** Folder of its Unix socket, where it listens on no port. */
  socket?: string
}

/** Runs `work` on a connection of the internal superuser to one database of a server. */
export async function asSuperuser<Result>(
  server: ServerDoor,
  database: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const password = await readFile(join(server.folder, 'superuser'), 'utf8')
  const client = new pg.Client({ host: server.socket ?? '127.0.0.1', port: server.port, user: superuser, password, database, ssl: false })
  // A server that is stopped meanwhile ends the connection: the query that runs then says so.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
