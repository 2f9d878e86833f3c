import { findShard } from '../circleci/shard.ts'
import { isReplicaError, type ReplicaError } from '../errors.ts'
import { failedVerdict } from '../rehearsal/failed.ts'
import type { KeptRecording } from '../rehearsal/preflight/types.ts'
import { durationsOf, parseDurations } from '../rehearsal/shards/durations.ts'
import { mergeShards } from '../rehearsal/shards/merge.ts'
import { mergeRecordings } from '../rehearsal/shards/merge-recordings.ts'
import { splitPipelines } from '../rehearsal/shards/split.ts'
import type { Shard, ShardVerdict } from '../rehearsal/shards/types.ts'
import type { Verdict } from '../rehearsal/types.ts'
import { type Outcome, writeFaces } from './report.ts'
import type { Run } from './run.ts'

/**
 * The share of this machine, by what the last run took where `durations.json` in the results folder knows it; undefined where
 * all is done here. What an earlier run left in its place goes. Throws `cli.usage`.
 */
export async function openShard(run: Run, option: string | undefined): Promise<Shard | undefined> {
  const place = findShard(option, run.ports.environment)
  if (place === undefined) return undefined
  const { number, total } = place
  await run.results.shards.remove((name) => name.total !== total || name.number === number)
  const split = splitPipelines(run.spec, total, parseDurations(await run.ports.files.readText(run.results.path('durations.json'))))
  const checks = number === 1 ? run.spec.checks.map(({ name }) => name) : []
  run.emit('shard.chosen', { number, total, pipelines: split[number - 1] ?? [], checks })
  return { number, total, split }
}

/** Keeps what preflights need of a run; a shard's beside those of the others. */
export function keepRecording({ results }: Pick<Run, 'results'>, recording: KeptRecording, shard?: Shard): Promise<void> {
  return shard === undefined ? results.writeJson('recording.json', recording) : results.shards.writeRecording(shard, recording)
}

/** Keeps a verdict: that of a shard beside those of the others, to be merged; any other as verdict.json, with what it took. */
export async function keepVerdict(run: Pick<Run, 'results'>, verdict: Verdict, shard?: Shard): Promise<void> {
  if (shard !== undefined) return await run.results.shards.writeVerdict({ ...verdict, shard })
  await run.results.shards.remove(() => true)
  await writeVerdict(run, verdict)
}

/** The verdict that the result files tell of: that of the shards, merged, where there are any, else verdict.json. */
export async function wholeVerdict(run: Run, outcome: Omit<Outcome, 'verdict'>): Promise<Verdict | undefined> {
  return (await mergeVerdicts(run, outcome)) ?? (await run.results.verdict())
}

/**
 * Merges what shards have left, and writes it as verdict.json with its report; undefined where there is nothing to merge.
 * Shards that do not belong together make an inconclusive verdict that says so.
 */
export async function mergeVerdicts(run: Run, outcome: Omit<Outcome, 'verdict'>): Promise<Verdict | undefined> {
  const found = await run.results.shards.verdicts().catch(caught)
  if (!isReplicaError(found) && found.length === 0) return undefined
  const verdict = await mergeOrSayWhy(run, found)
  await writeVerdict(run, verdict)
  await writeFaces(run, { ...outcome, verdict })
  return verdict
}

async function mergeOrSayWhy(run: Run, found: ShardVerdict[] | ReplicaError): Promise<Verdict> {
  const merged = isReplicaError(found) ? found : await mergeShards(found, run.spec, run.ports).catch(caught)
  if (isReplicaError(merged)) {
    const now = run.ports.clock.now().toISOString()
    return failedVerdict(run.identity.replicaId, merged, { startedAt: now, finishedAt: now })
  }
  const shards = isReplicaError(found) ? [] : found
  run.emit('shard.merged', { shards: shards.length, total: shards[0]?.shard.total ?? 0, status: merged.status })
  const recording = mergeRecordings(await run.results.shards.recordings(), shards)
  if (recording !== undefined) await run.results.writeJson('recording.json', recording)
  return merged
}

async function writeVerdict({ results }: Pick<Run, 'results'>, verdict: Verdict): Promise<void> {
  await results.writeJson('verdict.json', verdict)
  // Of a part of the pipelines alone the next run would learn less than it knows.
  if (verdict.failure === undefined) await results.writeJson('durations.json', durationsOf(verdict))
}

function caught(error: unknown): ReplicaError {
  if (isReplicaError(error)) return error
  throw error
}
