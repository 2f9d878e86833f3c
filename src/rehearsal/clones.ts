import type { Limit } from '../production/limit.ts'
import { createLimit } from '../production/limit.ts'
import { cloneStore, dropClones } from '../store/clone/clone.ts'
import type { Store } from '../store/types.ts'
import type { IntegratePorts } from './ports.ts'

/** The clones of one rehearsal: made a few at a time, all gone at the end. */
export interface Clones {
  /** A clone of each store. `label` tells people whose it is. */
  of(stores: Readonly<Record<string, Store>>, label: string): Promise<Record<string, Store>>
  /** Drops these clones now. */
  drop(stores: Readonly<Record<string, Store>>): Promise<void>
  /** Drops every clone that is left. */
  dropAll(): Promise<void>
}

const mostAtATime = 2

export function createClones(ports: IntegratePorts): Clones {
  const run = ports.entropy.hex(3)
  const open = new Map<string, Store>()
  const limit = createLimit(mostAtATime)
  const drop = async (stores: readonly Store[]): Promise<void> => {
    for (const store of stores) {
      await limit(() => dropClones(store, [store.target.database], ports))
      open.delete(keyOf(store))
    }
  }
  return {
    of: (stores, label) => cloneAll(stores, `pr_${run}_${label}`, { ports, limit, open }),
    drop: (stores) => drop(Object.values(stores)),
    dropAll: () => drop([...open.values()]),
  }
}

interface Making {
  ports: IntegratePorts
  limit: Limit
  open: Map<string, Store>
}

async function cloneAll(stores: Readonly<Record<string, Store>>, prefix: string, making: Making): Promise<Record<string, Store>> {
  const clones = await Promise.all(
    Object.entries(stores).map(async ([name, store]) => {
      const database = databaseName(prefix, name)
      const planned = { ...store, target: { ...store.target, database } }
      // Before it is there: an interruption in between must not leave it behind.
      making.open.set(keyOf(planned), planned)
      return [name, await making.limit(() => cloneStore(store, database, making.ports))] as const
    }),
  )
  return Object.fromEntries(clones)
}

function keyOf(store: Store): string {
  return `${store.name}/${store.target.database}`
}

/** PostgreSQL cuts names at 63 bytes; run and label come first and tell clones apart. */
function databaseName(prefix: string, store: string): string {
  return `${prefix}_${store}`
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_')
    .slice(0, 63)
}
