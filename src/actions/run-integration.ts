import { type ExitCode, fail, isReplicaError } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { failedVerdict } from '../rehearsal/failed.ts'
import type { IntegrateOptions } from '../rehearsal/integrate.ts'
import { usualCommands } from '../rehearsal/limits.ts'
import { isIdle } from '../rehearsal/shards/lost.ts'
import type { Verdict } from '../rehearsal/types.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { findReplica } from '../stack/replica/find.ts'
import type { Replica } from '../stack/types.ts'
import { productionHostnames } from './hostnames.ts'
import { choosePlace } from './on-host/place.ts'
import { workOnHost } from './on-host/work-on-host.ts'
import { writeReport } from './report.ts'
import { openRun, type Run, type RunOptions } from './run.ts'
import { keepVerdict, openShard } from './shards.ts'
import { judgeHere, maskHere, type Workplace } from './workplace.ts'

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

/** The verdict on the checkout's change, on a replica that is up. Writes it to the results folder. */
export async function judge(run: Run, replica: Replica, share: IntegrateOptions = {}): Promise<Verdict> {
  const { shard } = share
  const verdict = shard !== undefined && isIdle(shard) ? nothingToDo(run, replica) : await judgeShare(run, replica, share)
  await keepVerdict(run, verdict, shard)
  return verdict
}

async function judgeShare(run: Run, replica: Replica, share: IntegrateOptions): Promise<Verdict> {
  const host = await choosePlace(run, replica)
  const hostnames = await productionHostnames(run)
  if (host === undefined) return judgeHere({ ...(await openWorkplace(run)), share: { ...share, hostnames } }, replica)
  const { verdict } = await workOnHost('integrate', host, run, replica, { ...onOneHost(share), hostnames })
  if (verdict === undefined) throw fail('host.work_failed', { host, status: 'without a verdict', reason: '' })
  return verdict
}

/** All shards work on the one host: each takes its part of it. */
function onOneHost({ shard, atATime = usualCommands }: IntegrateOptions): IntegrateOptions {
  return { shard, atATime: Math.max(1, Math.floor(atATime / (shard?.total ?? 1))) }
}

/** Masks the stores of a replica that is up; one that is masked already stays so. */
export async function maskReplica(run: Run, replica: Replica): Promise<void> {
  const host = await choosePlace(run, replica)
  if (host === undefined) await maskHere(await openWorkplace(run), replica)
  else await workOnHost('mask', host, run, replica)
}

async function openWorkplace({ spec, ports, emit, results, cloud }: Run): Promise<Workplace> {
  return { spec, ports, emit, results, secrets: (await cloud()).secrets }
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
