import type { LeftOutStack, Plan, PlannedStack } from '../../derive/types.ts'
import { cleanLine } from '../clean.ts'
import { formatTable } from '../table.ts'
import { makePen, type Pen, type TerminalOptions, titled, wrapLines } from '../terminal.ts'
import { count, markOf } from '../words.ts'
import { allDecisions, countDecisions, type DecisionFace, decisionFace, formatDecisions } from './decisions.ts'
import { formatAbout, formatCost, formatPrice, formatTime } from './estimate.ts'
import { countObstacles, formatAllowed, formatObstacles, type Obstacles, obstaclesOf } from './leaks.ts'
import type { PlanFiles, PlanReport } from './types.ts'

export interface PlanOptions extends TerminalOptions {
  /** Shows every resource that is kept, in place of their number. */
  all: boolean
  /** What `--out` wrote, where it was asked for. */
  written?: PlanFiles
}

/** Lines are not longer, however wide a terminal is: they are read, not measured. */
const widest = 100

/**
 * The plan for people: what becomes of every resource and why, what stops the plan, what it takes and costs; the answer to
 * "may it be carried out" comes first and last. Ends with one line break.
 */
export function formatPlan(plan: PlanReport, options: PlanOptions): string {
  const pen = makePen({ ...options, columns: Math.min(widest, options.columns) })
  const obstacles = obstaclesOf(plan)
  const face = decisionFace(plan.stacks.flatMap(allDecisions), pen, options.all)
  const names = new Map(plan.stacks.map((stack) => [stack.name, titleOf(stack)]))
  const sections = [
    formatHead(plan, obstacles, pen),
    ...plan.stacks.map((stack) => formatStack(stack, names, face)),
    ...plan.leftOut.map((stack) => formatLeftOut(stack, face)),
    titled(pen, 'Stores', formatStores(plan, pen)),
    titled(pen, 'Hosts', formatHosts(plan, pen)),
    formatTime(plan.estimate.time, pen),
    formatCost(plan.estimate.cost, plan.region, pen),
    titled(pen, 'Leaks that replica.allow takes on', formatAllowed(plan.leaks, pen)),
    titled(pen, 'What stops this plan', formatObstacles(obstacles, pen)),
    formatEnd(obstacles, options.written, pen),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** Whether the plan may be carried out. */
export function mayCarryOut(plan: PlanReport): boolean {
  return countObstacles(obstaclesOf(plan)) === ''
}

function formatHead(plan: PlanReport, obstacles: Obstacles, pen: Pen): string {
  const decisions = plan.stacks.flatMap(allDecisions)
  const title = `Plan for replica ${cleanLine(plan.replicaId, 60)} in ${cleanLine(plan.region, 40)}, account ${cleanLine(plan.account, 20)}`
  const counts = `${count(plan.stacks.length, 'stack')}, ${count(decisions.length, 'resource')}: ${countDecisions(decisions)}`
  const { time, cost } = plan.estimate
  const takes = `up in about ${formatAbout(time.upSeconds)}, ${formatPrice(cost)} a rehearsal`
  return [...strongLines(title, pen), wrapLines(counts, pen, 0), wrapLines(takes, pen, 0), formatAnswer(obstacles, pen)].join('\n')
}

function formatAnswer(obstacles: Obstacles, pen: Pen): string {
  const stopped = countObstacles(obstacles)
  const { allowed } = obstacles
  const but =
    allowed === 0 ? 'nothing in it leads to production' : `nothing leads to production but what replica.allow takes on (${allowed})`
  const answer = stopped === '' ? `This plan may be carried out: ${but}.` : `This plan may not be carried out: ${stopped}.`
  const status = stopped === '' ? 'passed' : 'broken'
  return wrapLines(`${markOf(status)} ${answer}`, pen, 0)
    .split('\n')
    .map(pen.as(status))
    .join('\n')
}

/** Each line by itself, so that no line break is painted. */
function strongLines(text: string, pen: Pen): string[] {
  return wrapLines(text, pen, 0).split('\n').map(pen.strong)
}

function formatStack(stack: PlannedStack, names: ReadonlyMap<string, string>, face: DecisionFace): string {
  const { pen } = face
  const needed = stack.needs.map((name) => names.get(name) ?? cleanLine(name, 128))
  const after = needed.length === 0 ? '' : `, after ${needed.join(', ')}`
  return [...strongLines(`${titleOf(stack)} → ${cleanLine(stack.name, 128)}${after}`, pen), formatDecisions(stack, face)]
    .filter((text) => text !== '')
    .join('\n')
}

function formatLeftOut({ production, decisions }: LeftOutStack, face: DecisionFace): string {
  const title = strongLines(`${cleanLine(production, 128)}: nothing of it is left`, face.pen)
  return [...title, formatDecisions({ decisions, nested: {} }, face)].join('\n')
}

function titleOf(stack: PlannedStack): string {
  return stack.production === '' ? (stack.title ?? 'permissions boundary') : cleanLine(stack.production, 128)
}

function formatStores(plan: Plan, pen: Pen): string {
  const rows = Object.entries(plan.stores).map(([name, { engine, stack, logicalId, database }]) => {
    const place = placeOf(stack, logicalId, plan)
    return [cleanLine(name, 60), engine === 'redshift' ? 'Redshift' : 'PostgreSQL', place, `database ${cleanLine(database, 63)}`]
  })
  return rows.length === 0 ? '' : formatTable(rows, { columns: pen.columns, indent: 2 })
}

/** Where run-integration works comes first, and why. */
function formatHosts({ hosts, runOn, ...plan }: Plan, pen: Pen): string {
  if (Object.keys(plan.stores).length === 0 && Object.keys(hosts).length === 0) return ''
  const where = runOn.host === undefined ? 'the runner' : cleanLine(runOn.host, 128)
  const rows = Object.entries(hosts).map(([name, { kind, stack, logicalId }]) => {
    return [cleanLine(name, 128), kind === 'group' ? 'group of one' : 'instance', placeOf(stack, logicalId, plan)]
  })
  const table = rows.length === 0 ? [] : [formatTable(rows, { columns: pen.columns, indent: 2 })]
  return [wrapLines(`run-integration works on ${where}: ${cleanLine(runOn.reason)}.`, pen, 2), ...table].join('\n')
}

function placeOf(stack: string, logicalId: string, { stacks }: Pick<Plan, 'stacks'>): string {
  const holder = stacks.find((each) => each.name === stack)
  return `${holder === undefined ? cleanLine(stack, 128) : titleOf(holder)}/${cleanLine(logicalId, 60)}`
}

/** The last lines are what stays on the screen. */
function formatEnd(obstacles: Obstacles, written: PlanFiles | undefined, pen: Pen): string {
  return [formatAnswer(obstacles, pen), ...(written === undefined ? [] : formatWritten(written, pen))].join('\n')
}

function formatWritten({ folder, files, leftOut }: PlanFiles, pen: Pen): string[] {
  const place = cleanLine(folder, 200)
  if (files.length === 0) return [wrapLines(`Nothing was written to ${place}.`, pen, 0)]
  const left = leftOut.map((each) => wrapLines(`- ${cleanLine(each)}`, pen, 2))
  const yours = leftOut.length === 0 ? [] : ['The files leave these parameters to you:', ...left]
  return [wrapLines(`Wrote ${count(files.length, 'file')} to ${place}.`, pen, 0), ...yours]
}
