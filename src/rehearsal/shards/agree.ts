import { fail } from '../../errors.ts'
import type { Spec } from '../../spec/types.ts'
import { isIdle } from './lost.ts'
import type { ShardVerdict } from './types.ts'

/** Pure. Throws `shard.disagree` where shards are not of one run, or have not seen the same change. */
export function requireAgreement(shards: readonly ShardVerdict[], spec: Spec): void {
  const worked = shards.filter((verdict) => verdict.failure === undefined && !isIdle(verdict.shard))
  requireEqual('replica', shards, ({ replicaId }) => replicaId)
  requireEqual('number of shards', shards, ({ shard }) => `${shard.total}`)
  requireEqual('division of the pipelines', shards, ({ shard }) => JSON.stringify(shard.split))
  requireEqual('revision', worked, ({ revisions }) => `${revisions.candidate?.sha} ${revisions.base?.sha}`)
  requireEqual('outcome of the migrations', worked, ({ migrations }) =>
    JSON.stringify(migrations.map(({ store, source, status }) => [store, source, status])),
  )
  requireEqual('effect of the migrations', worked, ({ schema }) => JSON.stringify(schema))
  const divided = shards.flatMap(({ shard }) => shard.split.flat())
  const strangers = spec.pipelines.filter(({ name }) => !divided.includes(name))
  const gone = divided.filter((name) => !spec.pipelines.some((pipeline) => pipeline.name === name))
  if (strangers.length + gone.length > 0) throw fail('shard.disagree', { what: `pipelines of ${spec.path}`, shards: numbersOf(shards) })
}

function requireEqual(what: string, shards: readonly ShardVerdict[], factOf: (verdict: ShardVerdict) => string): void {
  const [first, ...others] = shards
  const other = others.find((verdict) => first !== undefined && factOf(verdict) !== factOf(first))
  if (first !== undefined && other !== undefined) throw fail('shard.disagree', { what, shards: numbersOf([first, other]) })
}

function numbersOf(shards: readonly ShardVerdict[]): number[] {
  return shards.map(({ shard }) => shard.number)
}
