import { randomUUID } from 'node:crypto'
import type { PlannedJob } from './plan-workflow.ts'
import type { Project } from './project.ts'
import type { Status } from './requires.ts'
import { type JobEnd, layersOf, runJob } from './run-job.ts'

export interface WorkflowEnd {
  status: Status
  /** By the jobs' names, in the order in which they ended. */
  jobs: Record<string, JobEnd>
}

/** What a person, or the loss of a machine, does to a workflow while it runs. */
export interface Hand {
  cancelWorkflow(): void
  cancelJob(name: string): void
  /** The job's machine is gone: nothing on it gets a signal that it could answer. */
  killJob(name: string): void
}

export interface Attendance {
  /** Called with everything that a job prints. */
  heard?: (job: string, text: string, hand: Hand) => void
  /** Whether somebody approves a job that waits for it; where nobody does, it is canceled in the end. */
  approves?: (job: string) => boolean
  /** «Rerun from failed»: jobs that succeeded before keep their end and their workspace, all others run again. */
  previous?: WorkflowEnd
}

interface Course {
  jobs: readonly PlannedJob[]
  ends: Map<string, JobEnd>
  running: Map<string, AbortController>
  isCanceled: boolean
  project: Project
  attendance: Attendance
  hand: Hand
}

/** Runs a workflow's jobs, each once the jobs that it requires have ended, all at once that can. */
export async function runWorkflow(jobs: readonly PlannedJob[], project: Project, attendance: Attendance = {}): Promise<WorkflowEnd> {
  const environment = { CIRCLE_WORKFLOW_ID: randomUUID(), ...project.environment }
  const course: Course = {
    jobs,
    ends: new Map(Object.entries(attendance.previous?.jobs ?? {}).filter(([, { status }]) => status === 'success')),
    running: new Map(),
    isCanceled: false,
    project: { ...project, environment },
    attendance,
    hand: {
      cancelWorkflow: () => cancel(course),
      cancelJob: (name) => course.running.get(name)?.abort('cancel'),
      killJob: (name) => course.running.get(name)?.abort('kill'),
    },
  }
  await goOn(course)
  const stuck = jobs.filter(({ name }) => !course.ends.has(name)).map(({ name }) => name)
  if (stuck.length > 0) throw new Error(`these jobs wait for one another: ${stuck.join(', ')}`)
  return { status: statusOf(course), jobs: Object.fromEntries(course.ends) }
}

/** Running jobs are canceled; those that still wait are not run, also those that wait for `terminal`. */
function cancel(course: Course): void {
  course.isCanceled = true
  for (const controller of course.running.values()) controller.abort('cancel')
}

/** Starts what can start, and goes on from the end of each. */
async function goOn(course: Course): Promise<void> {
  const waiting = course.jobs.filter(({ name }) => !course.ends.has(name) && !course.running.has(name))
  const decided = waiting.map((job) => ({ job, state: course.isCanceled ? 'off' : stateOf(job, course) }))
  const off = decided.filter(({ state }) => state === 'off')
  for (const { job } of off) course.ends.set(job.name, { status: 'not_run', containers: [] })
  const ready = decided.filter(({ state }) => state === 'ready')
  await Promise.all([
    ...ready.map(async ({ job }) => {
      await runOne(job, course)
      await goOn(course)
    }),
    ...(off.length > 0 ? [goOn(course)] : []),
  ])
}

/** A job is off as soon as one that it requires has ended otherwise, or never will end. */
function stateOf({ requires }: PlannedJob, { ends, jobs }: Course): 'ready' | 'waiting' | 'off' {
  if (requires.some(({ job }) => !jobs.some(({ name }) => name === job))) return 'off'
  const found = requires.map(({ job, accepts }) => ({ end: ends.get(job), accepts }))
  if (found.some(({ end, accepts }) => end !== undefined && !accepts.includes(end.status))) return 'off'
  return found.every(({ end }) => end !== undefined) ? 'ready' : 'waiting'
}

async function runOne(job: PlannedJob, course: Course): Promise<void> {
  const controller = new AbortController()
  course.running.set(job.name, controller)
  const end = await endOf(job, course, controller.signal)
  course.running.delete(job.name)
  course.ends.set(job.name, end)
}

async function endOf(job: PlannedJob, course: Course, signal: AbortSignal): Promise<JobEnd> {
  const { attendance, hand } = course
  if (job.isApproval) return { status: attendance.approves?.(job.name) === true ? 'success' : 'canceled', containers: [] }
  const variables = contextsOf(job, course.project)
  if (variables === undefined) return { status: 'unauthorized', containers: [] }
  if (job.work === undefined) return { status: 'success', containers: [] }
  const project = { ...course.project, environment: { ...course.project.environment, ...variables } }
  const heard = (text: string): void => attendance.heard?.(job.name, text, hand)
  return await runJob(job.name, job.work, { project, layers: layersBefore(job, course) }, { signal, heard })
}

/** The variables of a job's contexts; undefined where it may not use one. */
function contextsOf({ contexts }: PlannedJob, project: Project): Record<string, string> | undefined {
  const known = project.contexts
  if (known === undefined) return {}
  if (contexts.some((name) => !Object.hasOwn(known, name))) return undefined
  return Object.assign({}, ...contexts.map((name) => known[name]))
}

/** The layers of all jobs that this one comes after, in the order in which those ended. */
function layersBefore(job: PlannedJob, { jobs, ends }: Course): string[] {
  const before = new Set<string>()
  const visit = (name: string): void => {
    if (before.has(name)) return
    before.add(name)
    for (const required of jobs.find((other) => other.name === name)?.requires ?? []) visit(required.job)
  }
  for (const { job: name } of job.requires) visit(name)
  return [...ends.keys()].filter((name) => before.has(name)).flatMap((name) => layersOf(name, ends.get(name)?.containers.length ?? 0))
}

function statusOf({ ends, isCanceled }: Course): Status {
  if (isCanceled) return 'canceled'
  const found = [...ends.values()].map(({ status }) => status)
  return (['failed', 'canceled', 'unauthorized'] as const).find((status) => found.includes(status)) ?? 'success'
}
