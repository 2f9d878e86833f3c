import { SqlFailure } from '../ports/databases.ts'
import { quoteName } from '../store/sql/quote.ts'
import type { Store } from '../store/types.ts'
import type { IntegratePorts } from './ports.ts'

/**
 * Keeps pipelines from dropping the stores themselves. Every connection of theirs lands in a clone, but DROP DATABASE
 * names another database, by the name that they know; PostgreSQL refuses it for a template. It stays so: a replica goes
 * as a whole.
 */
export async function guardStores(stores: Readonly<Record<string, Store>>, ports: Pick<IntegratePorts, 'databases'>): Promise<void> {
  for (const store of Object.values(stores)) if (store.server === 'postgres') await guard(store, ports)
}

async function guard({ target }: Store, ports: Pick<IntegratePorts, 'databases'>): Promise<void> {
  const session = await ports.databases.connect({ ...target, database: 'postgres', applicationName: 'prod-replica guard' })
  try {
    await session.execute(`ALTER DATABASE ${quoteName(target.database)} IS_TEMPLATE true`)
  } catch (error) {
    // Whoever may not do this may not clone the store either, and cloning says why.
    if (!(error instanceof SqlFailure)) throw error
  } finally {
    await session.close()
  }
}
