import { createDatabases } from '../../src/adapters/databases.ts'
import type { DatabaseTarget, Session } from '../../src/ports/databases.ts'
import { quoteName } from '../../src/store/sql/quote.ts'
import type { Store } from '../../src/store/types.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'

let running: Promise<PostgresServer> | undefined
let made = 0

/** One real server for all tests of the run that need stores. */
export async function startStores(): Promise<void> {
  running ??= startPostgres()
  await running
}

after(async () => {
  await (await running)?.stop()
})

/** A fresh database owned by a role that is no superuser, as RDS gives it, filled by `sql`. */
export async function makeStore(name: string, sql: string): Promise<Store> {
  running ??= startPostgres()
  const { host, port, user, password } = await running
  made += 1
  const target: DatabaseTarget = { host, port, database: `test_${made}_${name}`, user, password, tls: 'disable' }
  const admin = await createDatabases().connect({ ...target, database: 'postgres' })
  await admin.execute(`CREATE DATABASE ${quoteName(target.database)}`)
  await admin.close()
  const store: Store = { name, engine: 'postgres', server: 'postgres', serverVersion: 18, target }
  await withSession(store, (session) => session.execute(sql))
  return store
}

/** Work on a store through a session of its own. */
export async function withSession<Result>(store: Store, work: (session: Session) => Promise<Result>): Promise<Result> {
  const session = await createDatabases().connect(store.target)
  return await work(session).finally(() => session.close())
}

/** The databases on the server whose names begin so. */
export async function listDatabases(store: Store, prefix: string): Promise<string[]> {
  const rows = await withSession(store, (session) =>
    session.query<{ datname: string }>('SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY 1', [prefix]),
  )
  return rows.map(({ datname }) => datname)
}
