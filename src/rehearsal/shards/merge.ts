import { fail } from '../../errors.ts'
import type { PipelineSpec, Spec } from '../../spec/types.ts'
import { judgeFindings } from '../judge/findings.ts'
import { decideStatus } from '../judge/status.ts'
import type { IntegratePorts } from '../ports.ts'
import type { Finding, PipelineResult, Verdict } from '../types.ts'
import { checkWithoutRun, withoutRun } from '../without-run.ts'
import { requireAgreement } from './agree.ts'
import { findLost, type LostShard } from './lost.ts'
import type { ShardVerdict } from './types.ts'

/**
 * One verdict from those of the shards, of which there is at least one. Pipelines are in written order; those of a shard
 * that left no verdict are named as not run, and the whole is inconclusive then, where nothing worse was found. Throws
 * `shard.disagree` where the shards are not of one run.
 */
export async function mergeShards(
  shards: readonly ShardVerdict[],
  spec: Spec,
  ports: Pick<IntegratePorts, 'clock' | 'files'>,
): Promise<Verdict> {
  requireAgreement(shards, spec)
  const ran = shards.filter(({ failure }) => failure === undefined).sort((one, other) => one.shard.number - other.shard.number)
  const lost = findLost(shards, spec)
  const merged = { ...combine(ran.length === 0 ? shards : ran), ...resultsOf(ran, lost, spec) }
  const findings = await judgeFindings(findingsOf(ran), merged.pipelines, merged.schema, spec, ports, lost.length === 0)
  const verdict = { ...merged, findings }
  const status = decideStatus(verdict)
  if (lost.length === 0 || status === 'broken' || status === 'changed') return { ...verdict, status }
  return { ...verdict, status: 'inconclusive', failure: failureOf(lost) }
}

/** What all shards say of the run as a whole. */
function combine(
  shards: readonly ShardVerdict[],
): Pick<Verdict, 'version' | 'replicaId' | 'revisions' | 'startedAt' | 'finishedAt' | 'migrations' | 'schema' | 'masked'> {
  // One without pipelines has looked at nothing.
  const first = shards.find(({ revisions }) => revisions.candidate !== undefined) ?? shards[0]
  return {
    version: 1,
    replicaId: first?.replicaId ?? '',
    revisions: first?.revisions ?? {},
    startedAt: shards.map(({ startedAt }) => startedAt).sort()[0] ?? '',
    finishedAt:
      shards
        .map(({ finishedAt }) => finishedAt)
        .sort()
        .at(-1) ?? '',
    migrations: shards[0]?.migrations ?? [],
    schema: shards[0]?.schema ?? [],
    masked: [...new Set(shards.flatMap(({ masked }) => masked))],
  }
}

function resultsOf(
  ran: readonly ShardVerdict[],
  lost: readonly LostShard[],
  spec: Spec,
): Pick<Verdict, 'checks' | 'pipelines' | 'notTested'> {
  const [first] = ran.filter(({ shard }) => shard.number === 1)
  const withoutVerdict = lost.flatMap(({ pipelines, checks, reason }) => [...pipelines, ...checks].map((what) => ({ what, why: reason })))
  return {
    checks: first?.checks ?? spec.checks.map(({ name }) => checkWithoutRun(name)),
    pipelines: spec.pipelines.map((pipeline) => resultOf(pipeline, ran, lost)),
    notTested: once([...withoutVerdict, ...ran.flatMap(({ notTested }) => notTested)]),
  }
}

function resultOf(pipeline: PipelineSpec, ran: readonly ShardVerdict[], lost: readonly LostShard[]): PipelineResult {
  const found = ran.flatMap(({ pipelines }) => pipelines).find(({ name }) => name === pipeline.name)
  const reason = lost.find(({ pipelines }) => pipelines.includes(pipeline.name))?.reason
  return found ?? withoutRun(pipeline, 'not_run', reason ?? 'its shard does not mention it')
}

/** Every shard has applied the migrations, so what they say of them is taken from one; notes on `accept` are made anew. */
function findingsOf(ran: readonly ShardVerdict[]): Finding[] {
  const own = ran.flatMap(({ findings }, at) => findings.filter(({ pipeline }) => at === 0 || pipeline !== undefined))
  return own.filter(({ rule }) => !rule.startsWith('ACCEPT_')).map(({ accepted: _, ...finding }) => finding)
}

function failureOf(lost: readonly LostShard[]): NonNullable<Verdict['failure']> {
  const own = lost.find(({ failure }) => failure !== undefined)?.failure
  if (own !== undefined) return own
  const names = lost.flatMap(({ pipelines, checks }) => [...pipelines, ...checks])
  const error = fail('shard.missing', { shards: lost.map(({ number }) => number), total: lost[0]?.total ?? 0, names })
  const { message, remedy } = error.text
  return { code: error.code, message, remedy }
}

function once(notes: Verdict['notTested']): Verdict['notTested'] {
  return [...new Map(notes.map((note) => [JSON.stringify([note.what, note.why]), note])).values()]
}
