import { fail } from '../../errors.ts'
import type { Session } from '../../ports/databases.ts'
import { SqlFailure } from '../../ports/databases.ts'
import { maskLock } from '../mask/lock.ts'
import { quoteName } from '../sql/quote.ts'
import type { Store } from '../types.ts'
import { type ClonePorts, connectBeside } from './connect.ts'
import { createMeans, type Means, type Way } from './means.ts'
import { copySettings } from './settings.ts'

/**
 * A clone of a store's database on the same server, with the same OIDs, settings included. It ends all other sessions
 * of our own user on the source. `name` is the new database's; `means` is what the clones before it taught. Throws
 * `store.cannot_clone` and `store.clone_failed`.
 */
export async function cloneStore(source: Store, name: string, ports: ClonePorts, means: Means = createMeans()): Promise<Store> {
  if (source.server === 'redshift') throw fail('store.cannot_clone', { store: source.name, engine: 'Redshift' })
  const admin = await connectBeside(source, ports)
  let made = false
  try {
    // Another shard may be masking it, in a session that must not be ended.
    await admin.query('SELECT pg_advisory_lock_shared(hashtextextended($1, 0))', [maskLock(source)])
    await create(admin, source, name, ports, means)
    made = true
    await copySettings(admin, source.target.database, name)
  } catch (error) {
    if (made) await drop(admin, name).catch(() => {})
    if (!(error instanceof SqlFailure)) throw error
    throw fail('store.clone_failed', { store: source.name, sqlState: error.sqlState, reason: error.message }, error)
  } finally {
    await admin.close()
  }
  return { ...source, target: { ...source.target, database: name } }
}

/** Drops clones, whoever is connected to them. What is gone already is fine. Throws `store.clone_left`. */
export async function dropClones(store: Store, names: readonly string[], ports: ClonePorts): Promise<void> {
  if (names.length === 0) return
  const admin = await connectBeside(store, ports)
  const left: string[] = []
  try {
    for (const name of names) await drop(admin, name).catch(() => left.push(name))
  } finally {
    await admin.close()
  }
  if (left.length > 0) throw fail('store.clone_left', { store: store.name, clones: left })
}

async function create(admin: Session, source: Store, name: string, ports: ClonePorts, means: Means): Promise<void> {
  const [row] = await admin.query<{ bytes: string }>('SELECT pg_database_size($1) AS bytes', [source.target.database])
  const way = means.choose(source, Number(row?.bytes ?? 0))
  const startedAt = ports.clock.now().getTime()
  try {
    await createBy(way, admin, source, name, ports)
    means.learn(source, way, ports.clock.now().getTime() - startedAt)
  } catch (error) {
    if (way.method !== 'clone' || !(error instanceof SqlFailure) || lasting.has(error.sqlState)) throw error
    means.learn(source, way, undefined)
    await createBy({ strategy: 'file_copy', method: 'copy' }, admin, source, name, ports)
  }
}

/** Failures that another way of copying would not mend: in use, name taken, no right, disk full, no connection free. */
const lasting: ReadonlySet<string> = new Set(['55006', '42P04', '42501', '53100', '53300', '57P01'])

const maxTries = 20

async function createBy(way: Way, admin: Session, source: Store, name: string, { clock }: ClonePorts): Promise<void> {
  if (way.method !== undefined) await admin.execute(`SET file_copy_method = ${way.method}`)
  const strategy = way.strategy === 'default' ? '' : ` STRATEGY ${way.strategy}`
  for (let attempt = 1; ; attempt += 1) {
    await endSessions(admin, source.target.database)
    try {
      await admin.execute(`CREATE DATABASE ${quoteName(name)} TEMPLATE ${quoteName(source.target.database)}${strategy}`)
      return
    } catch (error) {
      // 55006: a session that is just ending still counts.
      if (!(error instanceof SqlFailure && error.sqlState === '55006') || attempt >= maxTries) throw error
      await clock.sleep(50)
    }
  }
}

async function endSessions(admin: Session, database: string): Promise<void> {
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = $1 AND pid <> pg_backend_pid() AND usename = current_user`,
    [database],
  )
}

async function drop(admin: Session, name: string): Promise<void> {
  await admin.execute(`DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`)
}
