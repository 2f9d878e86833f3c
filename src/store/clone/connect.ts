import { fail } from '../../errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Databases, Session } from '../../ports/databases.ts'
import { SqlFailure } from '../../ports/databases.ts'
import type { Store } from '../types.ts'

/** What cloning needs of the world. */
export interface ClonePorts {
  databases: Databases
  clock: Clock
}

const maxTries = 20

/** A session on the same server that is not on the store's own database, which would be in its own way. Throws `store.clone_failed`. */
export async function connectBeside(store: Store, ports: ClonePorts, applicationName = 'prod-replica clone'): Promise<Session> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ports.databases.connect({ ...store.target, database: 'postgres', applicationName })
    } catch (error) {
      // 53300: all connections are in use; pipelines give theirs back.
      if (!(error instanceof SqlFailure)) throw error
      if (error.sqlState !== '53300' || attempt >= maxTries)
        throw fail('store.clone_failed', { store: store.name, sqlState: error.sqlState, reason: error.message }, error)
      await ports.clock.sleep(250)
    }
  }
}
