import { fail } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Secrets } from '../ports/cloud.ts'
import type { Databases, DatabaseTarget, Session } from '../ports/databases.ts'
import { SqlFailure } from '../ports/databases.ts'
import type { Replica, ReplicaStore } from '../stack/types.ts'
import type { Store } from './types.ts'

/** What opening the stores needs of the world. */
export interface OpenPorts {
  databases: Databases
  secrets: Secrets
  clock: Clock
  emit: Emit
  signal?: AbortSignal
}

/**
 * The replica's stores by name, each of which has answered a query. Passwords come from Secrets Manager. Throws
 * `store.no_password`, `store.refused`, and `store.unreachable` after about two minutes.
 */
export async function openStores(replica: Pick<Replica, 'stores'>, ports: OpenPorts): Promise<Record<string, Store>> {
  const opened = await Promise.all(Object.entries(replica.stores).map(([name, store]) => openStore(name, store, ports)))
  return Object.fromEntries(opened.map((store) => [store.name, store]))
}

async function openStore(name: string, store: ReplicaStore, ports: OpenPorts): Promise<Store> {
  const startedAt = ports.clock.now().getTime()
  const { password } = await ports.secrets.read(store.secretArn)
  if (password === undefined) throw fail('store.no_password', { store: name })
  const target = targetOf(store, password)
  const version = await untilAnswered(name, target, ports)
  const seconds = Math.round((ports.clock.now().getTime() - startedAt) / 1000)
  ports.emit('store.ready', { store: name, seconds })
  return { name, engine: store.engine, target, ...parseVersion(version) }
}

/** How a store is connected to; on loopback in the clear. */
export function targetOf(store: ReplicaStore, password: string): DatabaseTarget {
  const { host, port, database, user } = store
  const loopback = host === 'localhost' || host === '::1' || host.startsWith('127.')
  return { host, port, database, user, password, tls: loopback ? 'disable' : 'require', applicationName: 'prod-replica' }
}

function parseVersion(version: string): Pick<Store, 'server' | 'serverVersion'> {
  const major = /PostgreSQL (\d+)/.exec(version)?.[1] ?? '0'
  return { server: version.includes('Redshift') ? 'redshift' : 'postgres', serverVersion: Number(major) }
}

const maxTries = 40
const longestPauseMs = 5_000

async function untilAnswered(name: string, target: DatabaseTarget, ports: OpenPorts): Promise<string> {
  const server = `${target.host}:${target.port}`
  const startedAt = ports.clock.now().getTime()
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await askVersion(target, ports)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (error instanceof SqlFailure && !isPassing(error.sqlState))
        throw fail('store.refused', { store: name, server, sqlState: error.sqlState, reason }, error)
      const seconds = Math.round((ports.clock.now().getTime() - startedAt) / 1000)
      if (attempt >= maxTries) throw fail('store.unreachable', { store: name, server, seconds, reason }, error)
      await ports.clock.sleep(Math.min(longestPauseMs, 200 * 2 ** (attempt - 1)), ports.signal)
    }
  }
}

/** Another shard that is cloning the store ends this session: then it is asked again. */
async function askVersion(target: DatabaseTarget, ports: OpenPorts): Promise<string> {
  const session = await connectOrBeside(target, ports)
  try {
    const [row] = await session.query<{ version: string }>('SELECT version() AS version')
    return row?.version ?? ''
  } finally {
    await session.close()
  }
}

/** A store that masking has closed to everybody answers on its server's `postgres` database. */
async function connectOrBeside(target: DatabaseTarget, { databases }: OpenPorts): Promise<Session> {
  try {
    return await databases.connect(target)
  } catch (error) {
    if (!(error instanceof SqlFailure) || error.sqlState !== '53300') throw error
    const session = await databases.connect({ ...target, database: 'postgres' })
    const closed = await session.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datconnlimit = 0', [target.database])
    if (closed.length > 0) return session
    await session.close()
    throw error
  }
}

/** Starting up, shutting down, or no connection free: 57P03, 57P01, 53300. */
function isPassing(sqlState: string): boolean {
  return sqlState.startsWith('57P') || sqlState.startsWith('53')
}
