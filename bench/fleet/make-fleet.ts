import { createClock } from '../../src/adapters/clock.ts'
import { createCloud } from '../../src/adapters/cloud.ts'
import { createBudget } from '../../src/stack/budget/budget.ts'
import { createReplica } from '../../src/stack/create/create.ts'
import type { Replica } from '../../src/stack/types.ts'
import { startCloudProcess } from './cloud-process.ts'
import { idealSeconds } from './ideal.ts'
import { chainPlan, identityOf } from './plans.ts'

export interface FleetResult {
  replicas: number
  failed: number
  /** Seconds. */
  makespan: number
  ideal: number
  /** What one replica takes alone, and its stacks by the cloud's record. */
  alone: number
  stackSeconds: number[]
  callsPerReplica: number
  calls: Record<string, number>
  /** Why the first few failed. */
  reasons: string[]
}

/** Makes one replica alone, and then so many at once in this process while each operation bears `perSecond` calls. */
export async function makeFleet(options: { replicas: number; perSecond: number; timeScale: number }): Promise<FleetResult> {
  const { replicas, perSecond, timeScale } = options
  const server = await startCloudProcess(timeScale)
  try {
    const alone = await timed(() => makeReplicas(['alone'], server.environment))
    const [single] = alone.result
    if (single?.status !== 'fulfilled') throw new Error('one replica alone could not be made', { cause: single?.reason })
    const stackSeconds = stackSecondsOf(single.value)
    await server.limit(perSecond)
    const ids = Array.from({ length: replicas }, (_, number) => `fleet-${number}`)
    const { result, seconds } = await timed(() => makeReplicas(ids, server.environment))
    const calls = await server.calls()
    const reasons = result.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))
    const total = Object.values(calls).reduce((sum, count) => sum + count, 0)
    const ideal = idealSeconds({ replicas, stackSeconds, perSecond })
    const counted = { callsPerReplica: total / replicas, calls, failed: reasons.length, reasons: reasons.slice(0, 3) }
    return { replicas, makespan: seconds, ideal, alone: alone.seconds, stackSeconds, ...counted }
  } finally {
    await server.stop()
  }
}

async function makeReplicas(ids: readonly string[], environment: Record<string, string>): Promise<PromiseSettledResult<Replica>[]> {
  const clock = createClock()
  const ports = { cloud: await createCloud(environment), clock, emit: () => {}, signal: new AbortController().signal }
  const shared = { ...ports, budget: createBudget(clock) }
  return await Promise.allSettled(ids.map((id) => createReplica(chainPlan(id), identityOf(id), { ttlMs: 3_600_000 }, shared)))
}

/** How long each stack took from its first resource's begin to its last one's end. */
function stackSecondsOf({ stacks }: Replica): number[] {
  return stacks.map(({ resources }) => {
    const begun = Math.min(...resources.map(({ startedAt }) => Date.parse(startedAt)))
    const ended = Math.max(...resources.map(({ finishedAt }) => Date.parse(finishedAt ?? '')))
    return (ended - begun) / 1000
  })
}

/** A result and the seconds that it took. */
export async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
  const startedMs = performance.now()
  const result = await work()
  return { result, seconds: (performance.now() - startedMs) / 1000 }
}
