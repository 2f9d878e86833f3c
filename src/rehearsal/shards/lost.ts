import type { Spec } from '../../spec/types.ts'
import type { Verdict } from '../types.ts'
import type { ShardVerdict } from './types.ts'

/** A shard that left no verdict, or only the reason why it has none. */
export interface LostShard {
  number: number
  total: number
  /** By name, what it was to run. */
  pipelines: readonly string[]
  checks: readonly string[]
  reason: string
  failure?: NonNullable<Verdict['failure']>
}

/** Pure: the shards whose work is missing. One that had nothing to do is not. */
export function findLost(shards: readonly ShardVerdict[], spec: Spec): LostShard[] {
  const [{ split, total } = { split: [], total: 0 }] = shards.map(({ shard }) => shard)
  return split.flatMap((pipelines, at): LostShard[] => {
    const number = at + 1
    const left = shards.find(({ shard }) => shard.number === number)
    if ((left !== undefined && left.failure === undefined) || isIdle({ number, split })) return []
    const checks = number === 1 ? spec.checks.map(({ name }) => name) : []
    const reason = `shard ${number} of ${total} ${left?.failure === undefined ? 'left no verdict' : `failed: ${left.failure.message}`}`
    return [{ number, total, pipelines, checks, reason, ...(left?.failure === undefined ? {} : { failure: left.failure }) }]
  })
}

/** Pure: whether a shard has nothing to do. The first one at least applies the change. */
export function isIdle({ number, split }: Pick<ShardVerdict['shard'], 'number' | 'split'>): boolean {
  return number > 1 && (split[number - 1] ?? []).length === 0
}
