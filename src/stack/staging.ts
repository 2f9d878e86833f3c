import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Cloud } from '../ports/cloud.ts'
import { findBootstrap } from './bootstrap/find.ts'
import type { Budget } from './budget/budget.ts'

/** What the keys begin with of all that is staged for a replica. Its id has no slash. */
export function stagingPrefix(replicaId: string): string {
  return `prod-replica/${replicaId}/`
}

/**
 * Takes away what is still staged for replicas that are gone. The bucket's lifecycle would do it in a day, so that a failure is
 * only told. `bucket` where one was named, else the account's own.
 */
export async function clearStaging(
  replicaIds: readonly string[],
  ports: { cloud: Cloud; clock: Clock; emit: Emit; budget: Budget },
  bucket?: string,
): Promise<void> {
  if (replicaIds.length === 0) return
  try {
    const staging = bucket ?? (await findBootstrap(ports)).stagingBucket
    if (staging === undefined) return
    for (const replicaId of replicaIds) await ports.cloud.buckets.removeBelow(staging, stagingPrefix(replicaId))
  } catch (error) {
    ports.emit('staging.kept', { replicaId: replicaIds.join(', '), reason: error instanceof Error ? error.message : String(error) })
  }
}
