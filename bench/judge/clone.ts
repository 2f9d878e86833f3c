import { createClock } from '../../src/adapters/clock.ts'
import { createDatabases } from '../../src/adapters/databases.ts'
import { cloneStore, dropClones } from '../../src/store/clone/clone.ts'
import { createMeans, type Means } from '../../src/store/clone/means.ts'
import type { Store } from '../../src/store/types.ts'

/** One way of cloning a database of one size. */
export interface CloneFigure {
  megabytes: number
  way: 'chosen' | 'default' | 'copy' | 'clone'
  /** Of each clone, in the order in which they were made. */
  milliseconds: readonly number[]
  /** Absent where the server can clone so. */
  impossible?: string
}

/**
 * Clone time against database size: fills databases of these sizes on the store's server, clones each `times` times in
 * every way that the server has, and as the helper itself chooses, and drops them all.
 */
export async function measureClones(store: Store, sizes: readonly number[], times = 3): Promise<CloneFigure[]> {
  const figures: CloneFigure[] = []
  for (const megabytes of sizes) {
    const source = await fill(store, megabytes)
    try {
      for (const [way, means] of Object.entries(ways()))
        figures.push(await measure(source, megabytes, way as CloneFigure['way'], means, times))
    } finally {
      await dropClones(store, [source.target.database], ports)
    }
  }
  return figures
}

const ports = { databases: createDatabases(), clock: createClock() }

function ways(): Record<CloneFigure['way'], Means> {
  const always = (way: ReturnType<Means['choose']>): Means => ({ choose: () => way, learn: () => {} })
  return {
    chosen: createMeans(),
    default: always({ strategy: 'default' }),
    copy: always({ strategy: 'file_copy', method: 'copy' }),
    clone: always({ strategy: 'file_copy', method: 'clone' }),
  }
}

async function fill(store: Store, megabytes: number): Promise<Store> {
  const source = { ...store, target: { ...store.target, database: `bench_clone_${megabytes}` } }
  const admin = await ports.databases.connect({ ...store.target, database: 'postgres' })
  await admin.execute(`CREATE DATABASE ${source.target.database}`).finally(() => admin.close())
  const session = await ports.databases.connect(source.target)
  // A row takes about a kilobyte.
  const rows = Math.max(0, megabytes - 8) * 1000
  await session
    .execute(
      `CREATE TABLE filler (id int PRIMARY KEY, text text); INSERT INTO filler SELECT n, repeat(md5(n::text), 30) FROM generate_series(1, ${rows}) n`,
    )
    .finally(() => session.close())
  return source
}

async function measure(source: Store, megabytes: number, way: CloneFigure['way'], means: Means, times: number): Promise<CloneFigure> {
  const milliseconds: number[] = []
  for (let at = 0; at < times; at += 1) {
    const name = `bench_clone_copy_${at}`
    const startedAt = performance.now()
    const failure = await cloneStore(source, name, ports, means).then(
      () => undefined,
      (error: unknown) => String(error),
    )
    if (failure !== undefined) return { megabytes, way, milliseconds, impossible: failure }
    milliseconds.push(Math.round(performance.now() - startedAt))
    await dropClones(source, [name], ports)
  }
  return { megabytes, way, milliseconds }
}
