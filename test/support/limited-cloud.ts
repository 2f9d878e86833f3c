import { fail } from '../../src/errors.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { FakeCloud } from './fake-cloud.ts'

const latencyMs = 60

/**
 * A cloud that bears so many calls a second of each operation, as AWS does with a token bucket for each, and throttles
 * the rest. `calls` counts all of them by operation.
 */
export function limitCalls(cloud: FakeCloud, clock: Clock, perSecond: number): { cloud: FakeCloud; calls: Map<string, number> } {
  const calls = new Map<string, number>()
  const buckets = new Map<string, { tokens: number; atMs: number }>()
  const take = (operation: string): void => {
    calls.set(operation, (calls.get(operation) ?? 0) + 1)
    const nowMs = clock.now().getTime()
    const bucket = buckets.get(operation) ?? { tokens: perSecond, atMs: nowMs }
    const tokens = Math.min(perSecond, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond)
    buckets.set(operation, { tokens: tokens < 1 ? tokens : tokens - 1, atMs: nowMs })
    if (tokens < 1) throw fail('cloud.throttled', { action: `cloudformation:${operation}` })
  }
  const limited = <Input extends unknown[], Result>(operation: string, call: (...input: Input) => Promise<Result>) => {
    return async (...input: Input): Promise<Result> => {
      await clock.sleep(latencyMs)
      take(operation)
      return call(...input)
    }
  }
  const { stacks } = cloud
  const limitedStacks = {
    ...stacks,
    describe: limited('DescribeStacks', stacks.describe),
    listPage: limited('DescribeStacks', stacks.listPage),
    events: limited('DescribeStackEvents', stacks.events),
    create: limited('CreateStack', stacks.create),
    delete: limited('DeleteStack', stacks.delete),
  }
  return { cloud: { ...cloud, stacks: limitedStacks }, calls }
}
