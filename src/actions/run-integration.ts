import { join } from 'node:path'
import { type ExitCode, fail, isReplicaError } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { failedVerdict } from '../rehearsal/failed.ts'
import { type IntegrateOptions, integrate } from '../rehearsal/integrate.ts'
import type { KeptRecording } from '../rehearsal/preflight/types.ts'
import { isIdle } from '../rehearsal/shards/lost.ts'
import type { Verdict } from '../rehearsal/types.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { findReplica } from '../stack/replica/find.ts'
import type { Replica } from '../stack/types.ts'
import { maskedStores } from './provision-replica.ts'
import { writeReport } from './report.ts'
import { openRun, type Run, type RunOptions } from './run.ts'
import { keepRecording, keepVerdict, openShard } from './shards.ts'

export interface IntegrationOptions extends RunOptions {
  shard?: string | undefined
  'at-a-time'?: string | undefined
}

/** Rehearses the change, or a shard of it, on the replica of this run. Writes its verdict and every face of the report. */
export async function runIntegration(options: IntegrationOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const share = { shard: await openShard(run, options.shard), atATime: parseLimit(options['at-a-time']) }
  try {
    const replica = await requireReplica(run)
    const verdict = await judge(run, replica, share)
    await writeReport(run, { verdict, replica })
    return exitCodeOf(verdict)
  } catch (error) {
    await keepFailure(run, error, share)
    throw error
  }
}

async function requireReplica(run: Run): Promise<Replica> {
  const { replicaId } = run.identity
  const cloud = await run.cloud()
  const replica = await findReplica(replicaId, { cloud })
  if (replica === undefined) throw fail('cli.no_replica', { replicaId, region: cloud.region })
  return replica
}

/** The verdict on the checkout's change, on a replica that is up. */
export async function judge(run: Run, replica: Replica, share: IntegrateOptions = {}): Promise<Verdict> {
  const { shard } = share
  const verdict = shard !== undefined && isIdle(shard) ? nothingToDo(run, replica) : await judgeShare(run, replica, share)
  await keepVerdict(run, verdict, shard)
  return verdict
}

async function judgeShare(run: Run, replica: Replica, share: IntegrateOptions): Promise<Verdict> {
  const { stores, masked, notTested } = await maskedStores(run, replica)
  run.emit('rehearsal.phase_started', { phase: 'integrate' })
  const outputs = Object.assign({}, ...replica.stacks.map((stack) => stack.outputs)) as Record<string, string>
  const ports = {
    ...run.ports,
    emit: run.emit,
    results: workFolder(run, share),
    signal: run.ports.interrupted,
    keep: (recording: KeptRecording) => keepRecording(run, recording, share.shard),
  }
  const verdict = await integrate(run.spec, { id: replica.id, outputs }, stores, ports, share)
  return { ...verdict, masked, notTested: [...verdict.notTested, ...notTested] }
}

/** Shards on one machine must not write the base revision's code over one another's. */
function workFolder({ results }: Run, { shard }: IntegrateOptions): string {
  return shard === undefined ? results.folder : join(results.folder, `shard-${shard.number}`)
}

function nothingToDo(run: Run, { id }: Replica): Verdict {
  const now = run.ports.clock.now().toISOString()
  const empty = { migrations: [], schema: [], checks: [], pipelines: [], findings: [], notTested: [], masked: [] }
  return { version: 1, status: 'passed', replicaId: id, revisions: {}, startedAt: now, finishedAt: now, ...empty }
}

/** Whoever merges the shards, or mails the verdict, learns why there is none. */
async function keepFailure(run: Run, error: unknown, { shard }: IntegrateOptions): Promise<void> {
  if (!isReplicaError(error)) return
  const times = { startedAt: run.startedAt.toISOString(), finishedAt: run.ports.clock.now().toISOString() }
  await keepVerdict(run, failedVerdict(run.identity.replicaId, error, times), shard)
}

function parseLimit(text: string | undefined): number | undefined {
  if (text === undefined || /^([1-9]|[1-5]\d|6[0-4])$/.test(text)) return text === undefined ? undefined : Number(text)
  throw fail('cli.usage', { reason: '--at-a-time is not a whole number from 1 to 64.', command: 'run-integration' })
}
