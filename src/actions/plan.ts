import { requireNoLeaks } from '../derive/leaks.ts'
import { derivePlan } from '../derive/plan.ts'
import type { Plan } from '../derive/types.ts'
import { ExitCode, isReplicaError } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { readProduction } from '../production/read.ts'
import { formatPlan } from '../report/plan.ts'
import { openRun, type Run, type RunOptions } from './run.ts'

/** Shows the plan; leaks that are not allowed make it exit 2, after they have been shown. */
export async function plan(options: RunOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const made = await makePlan(run)
  ports.output.print(run.json ? `${JSON.stringify(made, null, 2)}\n` : formatPlan(made))
  return leakFree(made) ? ExitCode.passed : ExitCode.badInput
}

/** Reads production and derives the plan. Only read calls are made. */
export async function makePlan(run: Run): Promise<Plan> {
  run.emit('rehearsal.phase_started', { phase: 'read' })
  const cloud = run.spec.production.stacks.length > 0 ? await run.cloud() : undefined
  const production = await readProduction(run.spec, { cloud, files: run.ports.files, emit: run.emit })
  run.emit('rehearsal.phase_started', { phase: 'plan' })
  const made = derivePlan(production, run.spec, { replicaId: run.identity.replicaId })
  run.emit('plan.derived', countDecisions(made))
  return made
}

function countDecisions(made: Plan): { replicaId: string; stacks: number; kept: number; changed: number; dropped: number } {
  const kinds = made.stacks.flatMap((stack) => stack.decisions.map((decision) => decision.kind))
  const kept = kinds.filter((kind) => kind === 'kept').length
  const dropped = kinds.filter((kind) => kind === 'dropped' || kind === 'refused').length
  return { replicaId: made.replicaId, stacks: made.stacks.length, kept, changed: kinds.length - kept - dropped, dropped }
}

function leakFree(made: Plan): boolean {
  try {
    requireNoLeaks(made)
    return true
  } catch (error) {
    if (isReplicaError(error)) return false
    throw error
  }
}
