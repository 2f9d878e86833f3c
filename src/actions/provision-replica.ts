import { exportToBashEnv } from '../circleci/bash-env.ts'
import { requireNoLeaks } from '../derive/leaks/leaks.ts'
import type { Plan } from '../derive/types.ts'
import { ExitCode, fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { createWithinLimit } from '../stack/expiry/limit-replicas.ts'
import { hostProbe } from '../stack/ready/host-readiness.ts'
import type { Replica } from '../stack/types.ts'
import { doubtMail } from './doubt-mail.ts'
import { findProvisions, type Provisions } from './fuse.ts'
import { planReplica } from './plan.ts'
import { keepTimeline } from './report.ts'
import { openRun, type Run, type RunOptions } from './run.ts'
import { maskReplica } from './run-integration.ts'

/** Creates or adopts the replica and masks it; it can be used when this returns. Writes replica.json. */
export async function provisionReplica(options: RunOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const plan = await planReplica(run)
  const replica = await provision(run, plan)
  await maskReplica(run, replica)
  await keepTimeline(run)
  const { BASH_ENV } = ports.environment
  if (BASH_ENV !== undefined && BASH_ENV !== '') await ports.files.append(BASH_ENV, exportToBashEnv(replica))
  ports.output.print(run.json ? `${JSON.stringify(replica, null, 2)}\n` : `replica ${replica.id} is up until ${replica.expiresAt}\n`)
  return ExitCode.passed
}

/** Makes the plan's stacks. Throws `derive.leaks_found`, `host.no_bucket` and `replica.too_many` before anything exists, `stack.*` after. */
export async function provision(run: Run, plan: Plan): Promise<Replica> {
  requireNoLeaks(plan)
  run.emit('rehearsal.phase_started', { phase: 'provision' })
  const cloud = await run.cloud()
  const ports = { cloud, clock: run.ports.clock, emit: run.emit, budget: run.budget, signal: run.ports.interrupted }
  const probes = [hostProbe(plan, ports)]
  const limit = { atMost: run.spec.replica.atMost, waitMs: run.waitMs }
  const provisions = await findProvisions(run, cloud)
  requireWayToHost(run, cloud.region, provisions)
  await doubtMail(run)
  const options = { ttlMs: run.ttlMs, ...limit, probes, ...provisions }
  const replica = await createWithinLimit(plan, run.identity, options, ports)
  await run.results.writeJson('replica.json', replica)
  return replica
}

/** Work that is to be done on a host needs a bucket to get there: it is told before anything is paid for. */
function requireWayToHost({ spec }: Run, region: string, { stagingBucket }: Provisions): void {
  const { runOn } = spec.replica
  if (typeof runOn === 'object' && stagingBucket === undefined) throw fail('host.no_bucket', { host: runOn.host, region })
}
