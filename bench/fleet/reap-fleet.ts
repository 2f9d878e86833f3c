import { createClock } from '../../src/adapters/clock.ts'
import { createCloud } from '../../src/adapters/cloud.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import { reapReplicas } from '../../src/stack/expiry/reap.ts'
import { startCloudProcess } from './cloud-process.ts'
import { idealDeletionSeconds } from './ideal.ts'
import { timed } from './make-fleet.ts'
import { expiredStack } from './plans.ts'

export interface ReapResult {
  replicas: number
  deleted: number
  survivors: string[]
  /** Seconds. */
  makespan: number
  ideal: number
  callsPerReplica: number
  calls: Record<string, number>
}

const atOnce = 20
/** AWS's seconds of a deletion in express mode. */
const expressSeconds = 5

/** Reaps so many expired replicas of one stack each, while each operation bears `perSecond` calls. */
export async function reapFleet(options: { replicas: number; perSecond: number; timeScale: number }): Promise<ReapResult> {
  const { replicas, perSecond, timeScale } = options
  const server = await startCloudProcess(timeScale)
  try {
    const cloud = await createCloud(server.environment)
    await fill(cloud, replicas)
    await server.limit(perSecond)
    const { result, seconds } = await timed(() => reapReplicas({}, { dryRun: false }, { cloud, clock: createClock(), emit: () => {} }))
    const calls = await server.calls()
    const total = Object.values(calls).reduce((sum, count) => sum + count, 0)
    const ideal = idealDeletionSeconds(replicas, expressSeconds * timeScale, perSecond)
    const { deleted, survivors } = result
    return { replicas, deleted: deleted.length, survivors, makespan: seconds, ideal, callsPerReplica: total / replicas, calls }
  } finally {
    await server.stop()
  }
}

/** Makes the stacks that are to be reaped, and waits until none is under way any more. */
async function fill(cloud: Cloud, replicas: number): Promise<void> {
  const waiting = Array.from({ length: replicas }, (_, number) => `old-${number}`)
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await cloud.stacks.create(expiredStack(id))
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const clock = createClock()
  while ((await cloud.stacks.list()).some(({ status }) => status.endsWith('_IN_PROGRESS'))) await clock.sleep(1_000)
}
