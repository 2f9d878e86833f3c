import type { Deleter } from './deleters.ts'
import { type Accident, comesAfter, hasRun, heardBy, simulate, unmetNeed } from './simulate.ts'
import type { End, Hole, Job, Workflow } from './types.ts'
import type { View } from './view.ts'

/** Of the jobs that a teardown waits for, more than this are not tried: no person's workflow has so many. */
const mostJobs = 300
const bad: readonly End[] = ['failed', 'canceled']
const words: Readonly<Partial<Record<End, string>>> = { failed: 'fails or times out', canceled: 'is cancelled', waiting: 'is not approved' }

type Case = { maker: number; deleters: readonly Deleter[]; snippet: string }
type Missed = { hole: Omit<Hole, 'found'>; teardown: Job; accidents: Accident[] }

/** Tries every end of every job, and tells those after which the replica is made and no teardown runs: one hole for each place to mend. */
export function missedEnds(view: View, workflow: Workflow, { maker, deleters, snippet }: Case): Hole[] {
  const missed = new Map<string, Missed>()
  for (const accident of accidentsOf(workflow, maker, deleters)) {
    const ends = simulate(workflow, accident)
    if (!hasRun(ends[maker])) continue
    if (deleters.some(({ index }) => hasRun(ends[index]) && comesAfter(workflow, index, maker, ends))) continue
    const hole = blame(view, deleters, ends, snippet)
    if (!hole) continue
    const known = missed.get(hole.hole.place) ?? { ...hole, accidents: [] }
    known.accidents.push(accident)
    missed.set(hole.hole.place, known)
  }
  return [...missed.values()].map(({ hole, teardown, accidents }) => ({ ...hole, found: tell(view, workflow, teardown, accidents) }))
}

function accidentsOf(workflow: Workflow, maker: number, deleters: readonly Deleter[]): Accident[] {
  const heard = new Set(deleters.flatMap(({ index }) => [...heardBy(workflow, index)]))
  const others = [...heard].slice(0, mostJobs).flatMap((index): Accident[] => {
    const job = workflow.jobs[index]
    if (!job || index === maker || job.inner || job.type === 'no-op') return []
    if (job.type === 'approval') return [{ job: index, end: 'waiting' }]
    // A teardown that fails is told by its own verdict; another cannot be asked of the config.
    return job.acts.some(({ name }) => name === 'teardown') ? [] : bad.map((end) => ({ job: index, end }))
  })
  return [...bad.map((end) => ({ job: maker, end })), undefined, ...others]
}

/** The requirement that keeps the nearest teardown from running; or the teardown itself, where it runs without knowing of the job. */
function blame(view: View, deleters: readonly Deleter[], ends: readonly End[], snippet: string): Omit<Missed, 'accidents'> | undefined {
  const [first] = deleters
  if (!first) return undefined
  const { job } = deleters.find(({ index }) => hasRun(ends[index])) ?? first
  const need = unmetNeed(job, ends)
  const remedy = need
    ? `Require ${JSON.stringify(need.name)} with terminal, which is any end.`
    : 'Require the provisioning job itself with terminal, which is any end.'
  return {
    hole: { rule: need ? 'misses-an-end' : 'provision-not-required', place: view.place(need?.node ?? job.node), remedy, snippet },
    teardown: job,
  }
}

function tell(view: View, { jobs }: Workflow, teardown: Job, accidents: readonly Accident[]): string {
  const byJob = new Map<number | undefined, string[]>()
  for (const accident of accidents)
    byJob.set(accident?.job, [...(byJob.get(accident?.job) ?? []), accident ? (words[accident.end] ?? accident.end) : 'all went well'])
  const cases = [...byJob].map(([job, ends]) => (job === undefined ? ends[0] : `${view.quote(jobs[job])} ${ends.join(' or ')}`))
  return `${view.quote(teardown)} cannot be relied on where ${cases.slice(0, 4).join('; or ')}${cases.length > 4 ? '; and in more cases' : ''}`
}
