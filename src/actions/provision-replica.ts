import { exportToBashEnv } from '../circleci/bash-env.ts'
import { requireNoLeaks } from '../derive/leaks/leaks.ts'
import type { Plan } from '../derive/types.ts'
import { ExitCode } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import type { Verdict } from '../rehearsal/types.ts'
import { createWithinLimit } from '../stack/expiry/limit-replicas.ts'
import { hostProbe } from '../stack/ready/host-readiness.ts'
import type { Replica } from '../stack/types.ts'
import { openStores } from '../store/open.ts'
import type { Store } from '../store/types.ts'
import { findProvisions } from './fuse.ts'
import { confirmedMask } from './mask.ts'
import { makePlan } from './plan.ts'
import { openRun, type Run, type RunOptions } from './run.ts'

/** Creates or adopts the replica and masks it; it can be used when this returns. Writes replica.json. */
export async function provisionReplica(options: RunOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const plan = await makePlan(run)
  const replica = await provision(run, plan)
  await maskedStores(run, replica)
  const { BASH_ENV } = ports.environment
  if (BASH_ENV !== undefined && BASH_ENV !== '') await ports.files.append(BASH_ENV, exportToBashEnv(replica))
  ports.output.print(run.json ? `${JSON.stringify(replica, null, 2)}\n` : `replica ${replica.id} is up until ${replica.expiresAt}\n`)
  return ExitCode.passed
}

/** Makes the plan's stacks. Throws `derive.leaks_found` and `replica.too_many` before anything exists, `stack.*` after. */
export async function provision(run: Run, plan: Plan): Promise<Replica> {
  requireNoLeaks(plan)
  run.emit('rehearsal.phase_started', { phase: 'provision' })
  const cloud = await run.cloud()
  const ports = { cloud, clock: run.ports.clock, emit: run.emit, budget: run.budget, signal: run.ports.interrupted }
  const probes = [hostProbe(plan, ports)]
  const limit = { atMost: run.spec.replica.atMost, waitMs: run.waitMs }
  const options = { ttlMs: run.ttlMs, ...limit, probes, ...(await findProvisions(run, cloud)) }
  const replica = await createWithinLimit(plan, run.identity, options, ports)
  await run.results.writeJson('replica.json', replica)
  return replica
}

/** The replica's stores, each masked before anything else connects to it, and what masking could not promise. */
export async function maskedStores(run: Run, replica: Replica): Promise<MaskedStores> {
  run.emit('rehearsal.phase_started', { phase: 'mask' })
  const { secrets } = await run.cloud()
  const stores = await openStores(replica, { ...run.ports, secrets, emit: run.emit })
  for (const store of Object.values(stores)) run.ports.output.hide(store.target.password)
  return { stores, ...(await confirmedMask(run, stores)) }
}

interface MaskedStores {
  stores: Record<string, Store>
  /** `store.schema.table.column` */
  masked: string[]
  notTested: Verdict['notTested']
}
