import type { DatabaseTarget } from '../../ports/databases.ts'
import { restoreSchema } from '../../store/dump/restore.ts'
import { quoteName, quoteText } from '../../store/sql/quote.ts'
import type { Store } from '../../store/types.ts'
import type { IntegratePorts } from '../ports.ts'
import type { Verdict } from '../types.ts'
import type { KeptRecording, KeptStore } from './types.ts'

/** Databases on a foreign server that hold a recording's schemas and no row. */
export interface Rebuilt {
  stores: Readonly<Record<string, Store>>
  /** What this server cannot have. */
  notTested: Verdict['notTested']
  /** Drops them, and the roles that were made for them. */
  drop(): Promise<void>
}

type RebuildPorts = Pick<IntegratePorts, 'databases' | 'entropy'>

/**
 * Makes a database for each store of a recording on a server. Only databases and roles that this call made are ever
 * dropped. Throws what the server refuses.
 */
export async function rebuildStores(recording: KeptRecording, server: DatabaseTarget, ports: RebuildPorts): Promise<Rebuilt> {
  const run = ports.entropy.hex(3)
  const admin = await ports.databases.connect({ ...server, applicationName: 'prod-replica preflight' })
  const made = { databases: [] as string[], roles: [] as string[] }
  const drop = async (): Promise<void> => {
    for (const name of made.databases) await admin.execute(`DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`)
    for (const role of made.roles) await admin.execute(`DROP ROLE IF EXISTS ${quoteName(role)}`)
    await admin.close()
  }
  try {
    const [version] = await admin.query<{ major: number }>("SELECT current_setting('server_version_num')::int / 10000 AS major")
    const stores: Record<string, Store> = {}
    const notTested: { what: string; why: string }[] = []
    for (const [name, kept] of Object.entries(recording.stores)) {
      const database = `pr_${run}_preflight_${name.toLowerCase().replace(/[^a-z0-9_]/g, '_')}`.slice(0, 63)
      for (const role of kept.dump.roles) if (await makeRole(role)) made.roles.push(role)
      await admin.execute(`CREATE DATABASE ${quoteName(database)}`)
      made.databases.push(database)
      const target = { ...server, database }
      stores[name] = { name, engine: kept.engine, server: 'postgres', serverVersion: version?.major ?? 0, target }
      notTested.push(...(await fill(name, target, kept, ports)))
      await setSearchPath(database, kept)
    }
    return { stores, notTested, drop }
  } catch (error) {
    await drop()
    throw error
  }

  /** Migrations that grant rights need the roles that they name. */
  async function makeRole(role: string): Promise<boolean> {
    const known = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
    if (known.length > 0) return false
    return await admin.execute(`CREATE ROLE ${quoteName(role)} NOLOGIN`).then(
      () => true,
      () => false,
    )
  }

  async function setSearchPath(database: string, { dump }: KeptStore): Promise<void> {
    if (dump.searchPath === undefined) return
    const names = dump.searchPath.split(',').map((name) => quoteText(name.trim().replace(/^"(.*)"$/, '$1')))
    await admin.execute(`ALTER DATABASE ${quoteName(database)} SET search_path TO ${names.join(', ')}`)
  }
}

async function fill(name: string, target: DatabaseTarget, { dump }: KeptStore, ports: RebuildPorts): Promise<Verdict['notTested']> {
  const session = await ports.databases.connect(target)
  const left = await restoreSchema(session, dump).finally(() => session.close())
  return left.map(({ ddl, reason }) => ({ what: `${name}: ${ddl}`, why: `this server cannot have it: ${reason}` }))
}
