import { ExitCode, fail, isReplicaError, type ReplicaError } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { failedVerdict } from '../rehearsal/failed.ts'
import type { Verdict } from '../rehearsal/types.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import type { Replica } from '../stack/types.ts'
import { isWanting, type NotifyOptions, sendMail } from './notify.ts'
import { planReplica } from './plan.ts'
import { provision } from './provision-replica.ts'
import { writeReport } from './report.ts'
import { openRun, type Run } from './run.ts'
import { judge } from './run-integration.ts'
import { keepVerdict } from './shards.ts'
import { tearDown } from './teardown.ts'

/**
 * The product, top to bottom: a replica comes up, the change is rehearsed on it, the replica goes, the verdict is mailed.
 * From the first stack on, nothing but the end of the process keeps the teardown from happening.
 */
export async function rehearse(options: NotifyOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const plan = await planReplica(run)
  // Before anything is paid for: whoever cleans up is let in, and stays so longer than CI's token is good.
  await run.cloud('teardown')
  const end = await attempt(run, async () => {
    const replica = await provision(run, plan)
    return { replica, verdict: await judge(run, replica) }
  })
  await keepForALook(run, end)
  const teardown = await tearDown(run).catch((error: unknown) => ({ deleted: [], survivors: [reasonOf(error)] }))
  await writeReport(run, { ...end, teardown })
  const delivery = await sendMail(run, { ...end, teardown })
  if (end.failure !== undefined) throw end.failure
  if (teardown.survivors.length > 0) return ExitCode.inconclusive
  if (options['require-delivery'] && isWanting(delivery)) return ExitCode.inconclusive
  return exitCodeOf(end.verdict)
}

interface End {
  verdict: Verdict
  replica?: Replica
  /** Why there is no real verdict. */
  failure?: ReplicaError
}

/** Whatever happens becomes a verdict: silence is never an answer. */
async function attempt(run: Run, work: () => Promise<{ replica: Replica; verdict: Verdict }>): Promise<End> {
  try {
    return await work()
  } catch (error) {
    const failure = isReplicaError(error) ? error : fail('cli.unexpected', { reason: reasonOf(error) }, error)
    const times = { startedAt: run.startedAt.toISOString(), finishedAt: run.ports.clock.now().toISOString() }
    const verdict = failedVerdict(run.identity.replicaId, failure, times)
    await keepVerdict(run, verdict)
    const replica = await run.results.replica()
    return { verdict, failure, ...(replica?.id === run.identity.replicaId ? { replica } : {}) }
  }
}

/** Leaves a failed replica up for as long as replica.yml asks; an interruption ends the wait. */
async function keepForALook(run: Run, end: End): Promise<void> {
  const { keepOnFailureMs } = run.spec.replica
  if (keepOnFailureMs === 0 || end.verdict.status === 'passed' || run.ports.interrupted.aborted) return
  const until = new Date(run.ports.clock.now().getTime() + keepOnFailureMs).toISOString()
  run.emit('replica.kept', { replicaId: run.identity.replicaId, until })
  await run.ports.clock.sleep(keepOnFailureMs, run.ports.interrupted).catch(() => {})
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
