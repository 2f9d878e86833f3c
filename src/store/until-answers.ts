import { isReplicaError } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import { type Databases, type DatabaseTarget, SqlFailure } from '../ports/databases.ts'

const pauseMs = 500
const longestMs = 60_000

/**
 * Waits up to a minute until a server answers: one that was started beside us may still be starting. A refusal of any other
 * kind is an answer. Throws `store.no_answer` when the minute is over, and the signal's reason.
 */
export async function untilAnswers(
  target: DatabaseTarget,
  { databases, clock, emit, signal }: { databases: Databases; clock: Clock; emit: Emit; signal?: AbortSignal },
): Promise<void> {
  const deadlineMs = clock.now().getTime() + longestMs
  for (let isFirst = true; ; isFirst = false) {
    try {
      await (await databases.connect(target)).close()
      return
    } catch (error) {
      if (!isStarting(error)) return
      if (clock.now().getTime() >= deadlineMs) throw error
      if (isFirst) emit('store.server_awaited', { server: `${target.host}:${target.port}`, seconds: longestMs / 1000 })
    }
    await clock.sleep(pauseMs, signal)
  }
}

/** Nobody listens yet, or the server says that it is starting up. */
function isStarting(error: unknown): boolean {
  return isReplicaError(error, 'store.no_answer') || (error instanceof SqlFailure && error.sqlState === '57P03')
}
