import { type ExitCode, fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { integrate } from '../rehearsal/integrate.ts'
import type { Verdict } from '../rehearsal/types.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { findReplica } from '../stack/replica/find.ts'
import type { Replica } from '../stack/types.ts'
import { productionHostnames } from './hostnames.ts'
import { maskedStores } from './provision-replica.ts'
import { writeReport } from './report.ts'
import { openRun, type Run, type RunOptions } from './run.ts'

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

/** The verdict on the checkout's change, on a replica that is up. */
export async function judge(run: Run, replica: Replica): Promise<Verdict> {
  const { stores, masked, notTested } = await maskedStores(run, replica)
  run.emit('rehearsal.phase_started', { phase: 'integrate' })
  const outputs = Object.assign({}, ...replica.stacks.map((stack) => stack.outputs)) as Record<string, string>
  const hostnames = await productionHostnames(run)
  const verdict = await integrate(run.spec, { id: replica.id, outputs, hostnames }, stores, {
    ...run.ports,
    emit: run.emit,
    results: run.results.folder,
    signal: run.ports.interrupted,
    keep: (recording) => run.results.writeJson('recording.json', recording),
  })
  const judged = { ...verdict, masked, notTested: [...verdict.notTested, ...notTested] }
  await run.results.writeJson('verdict.json', judged)
  return judged
}
