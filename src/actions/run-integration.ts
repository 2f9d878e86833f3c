import { type ExitCode, fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import type { StoreHostnames } from '../rehearsal/hostnames/known.ts'
import type { Verdict } from '../rehearsal/types.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { findReplica } from '../stack/replica/find.ts'
import type { Replica } from '../stack/types.ts'
import { productionHostnames } from './hostnames.ts'
import { choosePlace } from './on-host/place.ts'
import { workOnHost } from './on-host/work-on-host.ts'
import { writeReport } from './report.ts'
import { openRun, type Run, type RunOptions } from './run.ts'
import { judgeHere, maskHere, type Workplace } from './workplace.ts'

/** Rehearses the change on the replica of this run. Writes verdict.json and every face of the report. */
export async function runIntegration(options: RunOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const cloud = await run.cloud()
  const replica = await findReplica(run.identity.replicaId, { cloud })
  if (replica === undefined) throw fail('cli.no_replica', { replicaId: run.identity.replicaId, region: cloud.region })
  const verdict = await judge(run, replica)
  await writeReport(run, { verdict, replica })
  return exitCodeOf(verdict)
}

/** The verdict on the checkout's change, on a replica that is up. Writes verdict.json. */
export async function judge(run: Run, replica: Replica): Promise<Verdict> {
  const host = await choosePlace(run, replica)
  const hostnames = await productionHostnames(run)
  if (host === undefined) return judgeHere(await openWorkplace(run, hostnames), replica)
  const { verdict } = await workOnHost('integrate', host, run, replica, hostnames)
  if (verdict === undefined) throw fail('host.work_failed', { host, status: 'without a verdict', reason: '' })
  await run.results.writeJson('verdict.json', verdict)
  return verdict
}

/** Masks the stores of a replica that is up; one that is masked already stays so. */
export async function maskReplica(run: Run, replica: Replica): Promise<void> {
  const host = await choosePlace(run, replica)
  if (host === undefined) await maskHere(await openWorkplace(run, {}), replica)
  else await workOnHost('mask', host, run, replica)
}

async function openWorkplace({ spec, ports, emit, results, cloud }: Run, hostnames: StoreHostnames): Promise<Workplace> {
  return { spec, ports, emit, results, hostnames, secrets: (await cloud()).secrets }
}
