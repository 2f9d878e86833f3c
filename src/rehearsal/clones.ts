import type { Session } from '../ports/databases.ts'
import type { Limit } from '../production/limit.ts'
import { createLimit } from '../production/limit.ts'
import { cloneStore, dropClones } from '../store/clone/clone.ts'
import { connectBeside } from '../store/clone/connect.ts'
import { dropLeftovers, holdRun } from '../store/clone/leftovers.ts'
import { createMeans, type Means } from '../store/clone/means.ts'
import { cloneName } from '../store/clone/names.ts'
import { partsThatFit } from '../store/clone/room.ts'
import type { Store } from '../store/types.ts'
import type { IntegratePorts } from './ports.ts'

/** The clones of one rehearsal: made a few at a time, all gone at the end. */
export interface Clones {
  /** A clone of each store. `label` tells people whose it is. */
  of(stores: Readonly<Record<string, Store>>, label: string): Promise<Record<string, Store>>
  /** How many parts of the graph, each with clones of its own, the servers have room for; `most` at the most. */
  partsAtATime(stores: Readonly<Record<string, Store>>, most: number): Promise<number>
  /** Drops these clones now. */
  drop(stores: Readonly<Record<string, Store>>): Promise<void>
  /** Drops every clone that is left. What stays, because its server does not answer any more, is told: no verdict is lost by it. */
  dropAll(): Promise<void>
}

/**
 * Clones on the stores' own servers, `mostAtATime` at a time. As long as the run lives, a session of its own holds a lock on each server; the
 * clones of runs whose lock is free were left by a crash, and go first.
 */
export function createClones(ports: Pick<IntegratePorts, 'databases' | 'clock' | 'entropy' | 'emit'>, mostAtATime = 2): Clones {
  const making: Making = {
    ports,
    run: ports.entropy.hex(6),
    made: 0,
    limit: createLimit(mostAtATime),
    means: createMeans(),
    open: new Map(),
    keepers: new Map(),
  }
  return {
    of: (stores, label) => cloneAll(stores, label, making),
    partsAtATime: (stores, most) => partsAtATime(stores, most, making),
    drop: (stores) => drop(Object.values(stores), making),
    dropAll: () => dropAll(making),
  }
}

interface Making {
  ports: Pick<IntegratePorts, 'databases' | 'clock' | 'entropy' | 'emit'>
  run: string
  made: number
  limit: Limit
  means: Means
  open: Map<string, Store>
  /** By server: the session that says that this run lives. */
  keepers: Map<string, Promise<Session>>
}

async function cloneAll(stores: Readonly<Record<string, Store>>, label: string, making: Making): Promise<Record<string, Store>> {
  const clones = await Promise.all(
    Object.entries(stores).map(async ([name, store]) => {
      if (store.server !== 'redshift') await keeperOf(store, making)
      making.made += 1
      const database = cloneName(making.run, making.made, `${label}_${name}`)
      const planned = { ...store, target: { ...store.target, database } }
      // Before it is there: an interruption in between must not leave it behind.
      making.open.set(keyOf(planned), planned)
      return [name, await making.limit(() => cloneStore(store, database, making.ports, making.means))] as const
    }),
  )
  return Object.fromEntries(clones)
}

function keeperOf(store: Store, making: Making): Promise<Session> {
  const server = serverOf(store)
  const keeper = making.keepers.get(server) ?? openKeeper(store, making)
  making.keepers.set(server, keeper)
  return keeper
}

async function openKeeper(store: Store, { ports, run }: Making): Promise<Session> {
  const session = await connectBeside(store, ports, `prod-replica run ${run}`)
  try {
    await holdRun(session, run)
    const databases = await dropLeftovers(session, run)
    if (databases.length > 0) ports.emit('store.leftovers_dropped', { store: store.name, databases })
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}

async function partsAtATime(stores: Readonly<Record<string, Store>>, most: number, making: Making): Promise<number> {
  let parts = most
  for (const store of Object.values(stores)) {
    const neighbours = Object.values(stores).filter((other) => serverOf(other) === serverOf(store))
    parts = Math.min(parts, await partsThatFit(await keeperOf(store, making), neighbours.length))
  }
  return parts
}

async function drop(stores: readonly Store[], { ports, limit, open }: Making): Promise<void> {
  for (const store of stores) {
    await limit(() => dropClones(store, [store.target.database], ports))
    open.delete(keyOf(store))
  }
}

async function dropAll(making: Making): Promise<void> {
  const { emit } = making.ports
  for (const store of [...making.open.values()])
    await drop([store], making).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      emit('store.clone_kept', { store: store.name, database: store.target.database, reason })
    })
  for (const keeper of making.keepers.values())
    await keeper.then(
      (session) => session.close(),
      () => {},
    )
  making.keepers.clear()
}

function serverOf({ target }: Store): string {
  return `${target.host}:${target.port}`
}

function keyOf(store: Store): string {
  return `${store.name}/${store.target.database}`
}
