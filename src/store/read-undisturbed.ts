import { isReplicaError } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Databases, Session } from '../ports/databases.ts'
import { SqlFailure } from '../ports/databases.ts'
import type { Store } from './types.ts'

const mostTries = 20

/**
 * Reads from a store's own database in a session of its own. Whoever clones the store ends such sessions, which another
 * shard may do at any time: then it is read again. Throws what `connect` and `read` throw otherwise.
 */
export async function readUndisturbed<Result>(
  { target }: Pick<Store, 'target'>,
  { databases, clock }: { databases: Databases; clock: Clock },
  read: (session: Session) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    let session: Session | undefined
    try {
      session = await databases.connect(target)
      return await read(session)
    } catch (error) {
      if (!isSentAway(error) || attempt >= mostTries) throw error
      await clock.sleep(50)
    } finally {
      await session?.close()
    }
  }
}

/** The server says so (57P01) to a session that is in the middle of something; any other finds its connection gone. */
function isSentAway(error: unknown): boolean {
  return error instanceof SqlFailure ? error.sqlState === '57P01' : !isReplicaError(error)
}
