import { createClock } from '../../src/adapters/clock.ts'
import { createDatabases } from '../../src/adapters/databases.ts'
import { cloneStore, dropClones } from '../../src/store/clone/clone.ts'
import { createMeans, type Means } from '../../src/store/clone/means.ts'
import type { Store } from '../../src/store/types.ts'
import type { PostgresServer } from '../../test/support/postgres.ts'
import { type Line, type MeasurePart, median } from './types.ts'

const ports = { databases: createDatabases(), clock: createClock() }
const sizesOfMegabytes = [8, 16, 32, 64, 256, 1_024]

/** Clone time against database size: as the helper itself chooses, and in every way that the server has. */
export const measureClone: MeasurePart = async (server, { rounds }) => {
  const lines: Line[] = []
  for (const megabytes of sizesOfMegabytes) {
    const source = await fill(storeOf(server, `bench_clone_${megabytes}`), megabytes)
    try {
      lines.push(await measureSize(source, megabytes, rounds))
    } finally {
      await dropClones(source, [source.target.database], ports)
    }
  }
  return lines
}

function storeOf({ host, port, user, password }: PostgresServer, database: string): Store {
  const target = { host, port, user, password, database, tls: 'disable' as const }
  return { name: 'bench', engine: 'postgres', server: 'postgres', serverVersion: 18, target }
}

async function fill(source: Store, megabytes: number): Promise<Store> {
  const admin = await ports.databases.connect({ ...source.target, database: 'postgres' })
  await admin.execute(`CREATE DATABASE ${source.target.database}`).finally(() => admin.close())
  const session = await ports.databases.connect(source.target)
  // A row takes about a kilobyte, and an empty database 8 MB.
  const rows = Math.max(0, megabytes - 8) * 1000
  await session
    .execute(
      `CREATE TABLE filler (id int PRIMARY KEY, text text); INSERT INTO filler SELECT n, repeat(md5(n::text), 30) FROM generate_series(1, ${rows}) n`,
    )
    .finally(() => session.close())
  return source
}

/** The ways take turns, so that the server's own work between them falls on all alike. */
async function measureSize(source: Store, megabytes: number, rounds: number): Promise<Line> {
  const always = (way: ReturnType<Means['choose']>): Means => ({ choose: () => way, learn: () => {} })
  const ways: readonly [string, Means][] = [
    ['chosen_ms', createMeans()],
    ['through_the_log_ms', always({ strategy: 'default' })],
    ['files_copied_ms', always({ strategy: 'file_copy', method: 'copy' })],
    ['files_cloned_ms', always({ strategy: 'file_copy', method: 'clone' })],
  ]
  const taken = new Map<string, number[]>()
  for (let round = 0; round < rounds; round += 1)
    for (const [way, means] of ways) {
      const milliseconds = await cloneOnce(source, means)
      if (milliseconds !== undefined) taken.set(way, [...(taken.get(way) ?? []), milliseconds])
    }
  const figures = Object.fromEntries([...taken].map(([way, milliseconds]) => [way, median(milliseconds)]))
  return { what: `a database of ${megabytes} MB`, figures }
}

/** Undefined where the server cannot clone so. */
async function cloneOnce(source: Store, means: Means): Promise<number | undefined> {
  const name = 'bench_clone_copy'
  const startedAt = performance.now()
  try {
    await cloneStore(source, name, ports, means)
    return performance.now() - startedAt
  } catch {
    return undefined
  } finally {
    await dropClones(source, [name], ports)
  }
}
