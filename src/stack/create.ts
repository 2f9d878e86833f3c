import type { Plan, PlannedStack } from '../derive/types.ts'
import { fail } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { StackDescription } from '../ports/stacks.ts'
import type { Budget } from './budget.ts'
import { createBudget } from './budget.ts'
import { createStack } from './create-stack.ts'
import { stackForecastSeconds } from './forecast.ts'
import { depthsOf, runGraph } from './graph.ts'
import { needsOf } from './inputs.ts'
import { toReplica } from './replica.ts'
import type { Replica, RunIdentity } from './types.ts'

/**
 * Makes the plan's stacks, or carries on with those of the same replica that are there already; each is started the
 * moment those that it needs are complete, with their outputs as its inputs. The expiry, `ttlMs` from now, is written on
 * them first of all. Templates of more than 51,200 bytes and those of nested stacks go through `stagingBucket`. Work on
 * several replicas in one process shares one `budget`.
 *
 * Throws `stack.create_failed` with the cause at the first resource that fails, without waiting for a rollback;
 * `stack.not_ours`, `stack.template_too_large`, `stack.staging_needed`, `stack.output_missing`, `stack.vanished`,
 * `cloud.*`; and the signal's reason. When it throws, no call that creates anything is under way any more: the caller
 * tears down.
 */
export async function createReplica(
  plan: Plan,
  run: RunIdentity,
  options: { ttlMs: number; stagingBucket?: string },
  ports: { cloud: Cloud; clock: Clock; emit: Emit; signal: AbortSignal; budget?: Budget },
): Promise<Replica> {
  const stop = new AbortController()
  const signal = AbortSignal.any([ports.signal, stop.signal])
  const stacks = plan.stacks.map((planned) => ({ name: planned.name, needs: needsOf(planned), planned }))
  requireStaging(plan, options.stagingBucket)
  const depths = depthsOf(stacks)
  const expiresAt = new Date(ports.clock.now().getTime() + options.ttlMs).toISOString()
  const stackPorts = { ...ports, signal, budget: ports.budget ?? createBudget(ports.clock) }
  ports.emit('replica.create_started', { replicaId: run.replicaId, stacks: stacks.map(toForecast) })
  const outputs = new Map<string, StackDescription['outputs']>()
  const created = await runGraph(
    stacks,
    async ({ name, planned }) => {
      const made = await createStack({ planned, plan, run, expiresAt, depth: depths.get(name) ?? 0, outputs, ...options }, stackPorts)
      outputs.set(name, made.description.outputs)
      return made
    },
    (reason) => stop.abort(reason),
  )
  return toReplica(created)
}

function toForecast({ name, needs, planned: { template } }: { name: string; needs: readonly string[]; planned: PlannedStack }) {
  return { stack: name, needs, resources: Object.keys(template.Resources).length, seconds: stackForecastSeconds(template) }
}

/** Nested templates have to be staged; without a bucket nothing is begun. */
function requireStaging(plan: Plan, stagingBucket: string | undefined): void {
  if (stagingBucket !== undefined) return
  for (const { name, nested } of plan.stacks) {
    const ids = Object.keys(nested)
    if (ids.length > 0) throw fail('stack.staging_needed', { stack: name, nested: ids })
  }
}
