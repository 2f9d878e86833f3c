import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '../../adapters/clock.ts'
import { createEntropy } from '../../adapters/entropy.ts'
import type { State, Table } from '../types.ts'
import { createDatabaseServers } from './servers.ts'

export interface StandaloneServer {
  host: string
  port: number
  /** May create databases, and is no superuser: as the master user of an RDS instance. */
  user: string
  password: string
  /** Stops the server and deletes its files. */
  stop(): Promise<void>
}

/** One empty PostgreSQL without a local cloud around it. Throws `local.postgres_missing`, `local.postgres_failed`. */
export async function startStandalone(): Promise<StandaloneServer> {
  const folder = await mkdtemp(join(tmpdir(), 'prod-replica-postgres-'))
  const entropy = createEntropy()
  const servers = createDatabaseServers({ folder, clock: createClock(), entropy, state: createMemoryState() })
  const credentials = { user: 'master', password: entropy.hex(16) }
  const stop = async (): Promise<void> => {
    await servers.stopAll()
    await servers.delete('standalone')
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const { host, port } = await servers.create({ id: 'standalone', engine: 'postgres', ...credentials })
    return { host, port, ...credentials, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function createMemoryState(): State {
  const tables = new Map<string, Map<string, unknown>>()
  const state: State = {
    table: <Record extends object>(name: string): Table<Record> => {
      const records = (tables.get(name) ?? new Map<string, unknown>()) as Map<string, Record>
      tables.set(name, records)
      return {
        get: (key) => records.get(key),
        values: () => [...records.values()],
        entries: () => [...records],
        put: async (key, record) => {
          records.set(key, record)
        },
        remove: async (key) => {
          records.delete(key)
        },
      }
    },
    asOf: () => state,
  }
  return state
}
