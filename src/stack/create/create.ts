import type { Plan, PlannedStack } from '../../derive/types.ts'
import { fail } from '../../errors.ts'
import type { Emit } from '../../events.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Cloud } from '../../ports/cloud.ts'
import type { DeploymentMode } from '../../ports/stacks.ts'
import type { Budget } from '../budget/budget.ts'
import { toStackPorts } from '../ports.ts'
import type { Probe } from '../ready/readiness.ts'
import { probedIn } from '../ready/readiness.ts'
import { toReplica } from '../replica/replica.ts'
import type { Replica, RunIdentity } from '../types.ts'
import { stackForecastSeconds } from '../watch/forecast.ts'
import { countResources } from '../watch/made.ts'
import { createStack } from './create-stack.ts'
import { deploymentModesOf } from './express.ts'
import type { Fuse } from './fuse.ts'
import { depthsOf, runGraph } from './graph.ts'

/**
 * Makes the plan's stacks, or carries on with those of the same replica that are there already; each is started the
 * moment those that it needs are complete, and what the probes cover in them can be used. Stacks of which nothing has to be
 * waited for are made in express mode; where that meets a role that is not in force yet, they are tried once more, and
 * then made anew in standard mode. The expiry, `ttlMs` from now, is written on them first of all, and `fuse` is lit for each
 * before it is made. Templates of more than 51,200 bytes and those of nested stacks go through `stagingBucket`. Work on
 * several replicas in one process shares one `budget`.
 *
 * Throws `stack.create_failed` with the cause at the first resource that fails, without waiting for a rollback;
 * `stack.not_ours`, `stack.busy`, `stack.unknown_status`, `stack.delete_failed`, `stack.template_too_large`, `stack.staging_needed`, `stack.vanished`,
 * `cloud.*`; what the probes throw; and the signal's reason. When it throws, no call that creates anything is under way any more: the caller
 * tears down.
 */
export async function createReplica(
  plan: Plan,
  run: RunIdentity,
  options: { ttlMs: number; stagingBucket?: string; probes?: readonly Probe[]; fuse?: Fuse },
  ports: { cloud: Cloud; clock: Clock; emit: Emit; signal: AbortSignal; budget?: Budget },
): Promise<Replica> {
  const stop = new AbortController()
  const signal = AbortSignal.any([ports.signal, stop.signal])
  const stacks = plan.stacks.map((planned) => ({ name: planned.name, needs: planned.needs, planned }))
  requireStaging(plan, options.stagingBucket)
  const depths = depthsOf(stacks)
  const expiresAt = new Date(ports.clock.now().getTime() + options.ttlMs).toISOString()
  const stackPorts = toStackPorts({ ...ports, signal })
  const { probes = [], stagingBucket, fuse } = options
  const modes = deploymentModesOf(plan.stacks, (planned) => probedIn(planned, probes))
  const modeOf = ({ name }: { name: string }): DeploymentMode => modes.get(name) ?? 'STANDARD'
  ports.emit('replica.create_started', { replicaId: run.replicaId, stacks: plan.stacks.map((each) => toForecast(each, modeOf(each))) })
  const order = { plan, run, expiresAt, ...(stagingBucket === undefined ? {} : { stagingBucket }), ...(fuse === undefined ? {} : { fuse }) }
  const created = await runGraph(
    stacks,
    ({ name, planned }) => createStack({ ...order, planned, depth: depths.get(name) ?? 0, mode: modeOf(planned) }, probes, stackPorts),
    (reason) => stop.abort(reason),
  )
  return toReplica(created)
}

/** What the live view shows of a stack before it is started. */
function toForecast(planned: PlannedStack, mode: DeploymentMode) {
  const { name, needs } = planned
  return { stack: name, needs, resources: countResources(planned), seconds: stackForecastSeconds({ ...planned, mode }) }
}

/** Nested templates have to be staged; without a bucket nothing is begun. */
function requireStaging(plan: Plan, stagingBucket: string | undefined): void {
  if (stagingBucket !== undefined) return
  for (const { name, nested } of plan.stacks) {
    const ids = Object.keys(nested)
    if (ids.length > 0) throw fail('stack.staging_needed', { stack: name, nested: ids })
  }
}
