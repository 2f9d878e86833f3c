import type { KeptRecording } from '../preflight/types.ts'
import { isIdle } from './lost.ts'
import type { ShardVerdict } from './types.ts'

/**
 * Pure: one recording from those of the shards; undefined where one is missing, for then a preflight would take it that
 * pipelines read nothing.
 */
export function mergeRecordings(recordings: readonly KeptRecording[], shards: readonly ShardVerdict[]): KeptRecording | undefined {
  const [first] = recordings
  const [{ split } = { split: [] }] = shards.map(({ shard }) => shard)
  const working = split.filter((_, at) => !isIdle({ number: at + 1, split }))
  if (first === undefined || recordings.length !== working.length) return undefined
  return { ...first, pipelines: Object.assign({}, ...recordings.map(({ pipelines }) => pipelines)) as KeptRecording['pipelines'] }
}
