import { fail } from '../../errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Databases, Session } from '../../ports/databases.ts'
import { SqlFailure } from '../../ports/databases.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import type { Store } from '../types.ts'

/** What cloning needs of the world. */
export interface ClonePorts {
  databases: Databases
  clock: Clock
}

/**
 * A clone of a store's database on the same server, with the same OIDs, settings included. It ends all other sessions
 * on the source. `name` is the new database's. Throws `store.cannot_clone` and `store.clone_failed`.
 */
export async function cloneStore(source: Store, name: string, ports: ClonePorts): Promise<Store> {
  if (source.server === 'redshift') throw fail('store.cannot_clone', { store: source.name, engine: 'Redshift' })
  const admin = await connectBeside(source, ports)
  let made = false
  try {
    await create(admin, source, name, ports.clock)
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

/** A session on the same server that is not on the store's own database, which would be in its own way. */
function connectBeside(store: Store, ports: ClonePorts): Promise<Session> {
  return ports.databases.connect({ ...store.target, database: 'postgres', applicationName: 'prod-replica clone' })
}

const maxTries = 20

async function create(admin: Session, source: Store, name: string, clock: Clock): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await endSessions(admin, source.target.database)
    try {
      await admin.execute(
        `CREATE DATABASE ${quoteName(name)} TEMPLATE ${quoteName(source.target.database)}${await strategy(admin, source)}`,
      )
      return
    } catch (error) {
      // 55006: a session that is just ending still counts.
      if (!(error instanceof SqlFailure && error.sqlState === '55006') || attempt >= maxTries) throw error
      await clock.sleep(50)
    }
  }
}

const fileCopyBytes = 64 * 1024 * 1024

/** Copying whole files forces a checkpoint, which only pays for more than a little data. Before 15 it is all there is. */
async function strategy(admin: Session, source: Store): Promise<string> {
  if (source.serverVersion < 15) return ''
  const rows = await admin.query<{ bytes: string }>('SELECT pg_database_size($1) AS bytes', [source.target.database])
  return Number(rows[0]?.bytes) > fileCopyBytes ? ' STRATEGY file_copy' : ''
}

async function endSessions(admin: Session, database: string): Promise<void> {
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = $1 AND pid <> pg_backend_pid() AND usename = current_user`,
    [database],
  )
}

/** CREATE DATABASE does not take over what ALTER DATABASE … SET said, a search_path for one. */
async function copySettings(admin: Session, source: string, name: string): Promise<void> {
  const rows = await admin.query<{ setting: string }>(
    `SELECT unnest(s.setconfig) AS setting FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
      WHERE d.datname = $1 AND s.setrole = 0`,
    [source],
  )
  for (const { setting } of rows) {
    const at = setting.indexOf('=')
    const value = settingValue(setting.slice(0, at), setting.slice(at + 1))
    await admin.execute(`ALTER DATABASE ${quoteName(name)} SET ${quoteName(setting.slice(0, at))} TO ${value}`)
  }
}

const listSettings: ReadonlySet<string> = new Set([
  'search_path',
  'temp_tablespaces',
  'local_preload_libraries',
  'session_preload_libraries',
])

/** Lists of names are kept as one text, `"$user", public`, but must be given name by name. */
function settingValue(setting: string, value: string): string {
  if (!listSettings.has(setting)) return quoteText(value)
  const names = value.match(/"(?:[^"]|"")*"|[^\s,"]+/g) ?? []
  return names.map((name) => quoteText(name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name)).join(', ') || "''"
}

async function drop(admin: Session, name: string): Promise<void> {
  await admin.execute(`DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`)
}
