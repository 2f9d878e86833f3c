import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'

const generator = fileURLToPath(new URL('../new-vision/data/generate.mjs', import.meta.url))

/** How production's two databases are reached. */
export interface DatabaseAccess {
  store: 'app' | 'warehouse'
  host: string
  port: number
  database: string
  password: string
}

/** From the outputs of the data stack. */
export function databasesOf(outputs: Readonly<Record<string, string>>, password: string): DatabaseAccess[] {
  const access = (store: DatabaseAccess['store'], prefix: string, database: string): DatabaseAccess => ({
    store,
    host: outputs[`${prefix}Address`] ?? '',
    port: Number(outputs[`${prefix}Port`]),
    database,
    password,
  })
  return [access('app', 'AppDatabase', 'app'), access('warehouse', 'Warehouse', 'dev')]
}

/** Fills production's databases with the example's data. */
export async function loadData(databases: readonly DatabaseAccess[]): Promise<void> {
  for (const access of databases) {
    const { stdout } = await promisify(execFile)(process.execPath, [generator, access.store])
    await withClient(access, (client) => client.query(stdout))
  }
}

/** Connects, works and disconnects. */
export async function withClient<Result>(access: DatabaseAccess, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const { host, port, database, password } = access
  const client = new pg.Client({ host, port, database, user: 'newvision', password, application_name: 'prod-replica demo' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
