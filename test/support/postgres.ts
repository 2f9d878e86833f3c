import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '../../src/adapters/clock.ts'
import { createEntropy } from '../../src/adapters/entropy.ts'
import { createDatabaseServers } from '../../src/local-cloud/postgres/servers.ts'
import type { State, Table } from '../../src/local-cloud/types.ts'

export interface PostgresServer {
  host: string
  port: number
  /** May create databases, and is no superuser: as the master user of an RDS instance. */
  user: string
  password: string
  /** Stops the server and deletes its files. */
  stop(): Promise<void>
}

/** A real PostgreSQL for one test file, as the local cloud runs it. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'prod-replica-test-'))
  const servers = createDatabaseServers({ folder, clock: createClock(), entropy: createEntropy(), state: createMemoryState() })
  const credentials = { user: 'master', password: 'only-for-tests' }
  const stop = async (): Promise<void> => {
    await servers.stopAll()
    await servers.delete('test')
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const { host, port } = await servers.create({ id: 'test', engine: 'postgres', ...credentials })
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
