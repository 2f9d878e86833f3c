import { before } from './read-workflow.ts'
import type { End, Job, Need, Workflow } from './types.ts'

/** One job that does not end well, and how it ends; nothing where all do. */
export type Accident = { job: number; end: End } | undefined

/** How every job of a workflow ends when one has an accident and the others succeed where they run at all, by their indexes. */
export function simulate({ jobs, order }: Workflow, accident: Accident): End[] {
  const ends: End[] = jobs.map(() => 'not_run')
  for (const index of order) {
    const job = jobs[index]
    if (job) ends[index] = endOf(job, ends, accident?.job === index ? accident.end : 'success')
  }
  return ends
}

function endOf(job: Job, ends: readonly End[], running: End): End {
  const waits = before(job).some((target) => ends[target] === 'waiting')
  if (waits) return 'waiting'
  // CircleCI tells those outside a group only whether all of it succeeded.
  if (job.inner) return job.inner.every((target) => ends[target] === 'success') ? 'success' : 'not_run'
  return unmetNeed(job, ends) ? 'not_run' : running
}

/** The first need of a job that is not met; undefined where it runs. */
export function unmetNeed(job: Job, ends: readonly End[]): Need | undefined {
  return job.needs.find((need) => need.targets.length === 0 || need.targets.some((target) => !need.ends.has(ends[target] ?? 'not_run')))
}

/** Whether a job comes after another by what it requires, directly or through jobs that have run (all, where no ends are given). */
export function comesAfter(workflow: Workflow, later: number, earlier: number, ends?: readonly End[]): boolean {
  return earlier !== later && heardBy(workflow, later, ends).has(earlier)
}

/** A job and all that it waits for, directly or through jobs that have run (all, where no ends are given), by their indexes. */
export function heardBy({ jobs }: Workflow, listener: number, ends?: readonly End[]): ReadonlySet<number> {
  const heard = new Set([listener])
  // The set grows while it is walked.
  for (const index of heard) {
    const job = jobs[index]
    const isSilent = index !== listener && ends && !job?.inner && !hasRun(ends[index])
    if (job && !isSilent) for (const target of before(job)) heard.add(target)
  }
  return heard
}

/** Whether a job with this end was started. */
export function hasRun(end: End | undefined): boolean {
  return end === 'success' || end === 'failed' || end === 'canceled'
}
