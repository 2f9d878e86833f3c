import { resolve } from 'node:path'
import { requireNoLeaks } from '../derive/leaks/leaks.ts'
import { derivePlan } from '../derive/plan.ts'
import type { Plan } from '../derive/types.ts'
import { ExitCode, isReplicaError } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { readProduction } from '../production/read.ts'
import type { Production } from '../production/types.ts'
import { parametersLeftOut, planFiles } from '../report/plan/files.ts'
import { formatPlan, mayCarryOut } from '../report/plan/plan.ts'
import { recordPlan } from '../report/plan/record.ts'
import { reportPlan } from '../report/plan/report.ts'
import type { PlanFiles, PlanReport } from '../report/plan/types.ts'
import { writePlanFolder } from './plan-folder.ts'
import { openRun, type Run, type RunOptions } from './run.ts'

export interface PlanOptions extends RunOptions {
  /** Folder for the derived templates. */
  out?: string | undefined
  /** Shows every kept resource, too. */
  all?: boolean | undefined
}

/**
 * Shows the plan and writes its templates where `out` asks for them. Leaks and refusals make it exit 2, after they have been
 * shown, and nothing is written then. Throws `cli.file_in_the_way`.
 */
export async function plan(options: PlanOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const { production, made } = await readAndDerive(run)
  const report = reportPlan(made, production)
  const isGood = leakFree(made) && mayCarryOut(report)
  const written = options.out === undefined ? undefined : await writeTemplates(options.out, report, production, isGood, ports)
  ports.output.print(run.json ? `${JSON.stringify(report, null, 2)}\n` : asText(report, written, options, ports))
  return isGood ? ExitCode.passed : ExitCode.badInput
}

/** Reads production and derives the plan. Only read calls are made. */
export async function makePlan(run: Run): Promise<Plan> {
  return (await readAndDerive(run)).made
}

/** The same, for a replica that is to be made: what its report tells of it is kept, and what was kept of one before goes. */
export async function planReplica(run: Run): Promise<Plan> {
  const { production, made } = await readAndDerive(run)
  await run.results.writeJson('plan.json', recordPlan(reportPlan(made, production)))
  await run.results.writeJson('timeline.json', { spans: [] })
  return made
}

async function readAndDerive(run: Run): Promise<{ production: Production; made: Plan }> {
  run.emit('rehearsal.phase_started', { phase: 'read' })
  const cloud = run.spec.production.stacks.length > 0 ? await run.production() : undefined
  const production = await readProduction(run.spec, { cloud, files: run.ports.files, emit: run.emit })
  run.emit('rehearsal.phase_started', { phase: 'plan' })
  const derived = derivePlan(production, run.spec, { replicaId: run.identity.replicaId })
  const made = { ...derived, account: await accountOf(run, derived) }
  run.emit('plan.derived', countDecisions(made))
  return { production, made }
}

/** Production that another role reads may lie in another account than its replicas. */
async function accountOf(run: Run, { account }: Plan): Promise<string> {
  if (run.spec.aws.readRole === undefined) return account
  return (await (await run.cloud()).identity.whoAmI()).account
}

async function writeTemplates(out: string, report: PlanReport, production: Production, isGood: boolean, ports: Ports): Promise<PlanFiles> {
  if (!isGood) return { folder: out, files: [], leftOut: [] }
  const folder = { named: out, path: resolve(ports.workingFolder, out), files: ports.files }
  const files = await writePlanFolder(folder, planFiles(report, production), report)
  return { folder: out, files, leftOut: parametersLeftOut(report) }
}

function asText(report: PlanReport, written: PlanFiles | undefined, { all = false }: PlanOptions, { output }: Ports): string {
  const options = { colour: output.wantsColour, columns: output.columns, all }
  return formatPlan(report, written === undefined ? options : { ...options, written })
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
