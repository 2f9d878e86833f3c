import { deletersOf, holesOfDeleter } from './deleters.ts'
import { missedEnds } from './missed-ends.ts'
import { comesAfter, hasRun, simulate } from './simulate.ts'
import { teardownSnippet } from './snippets.ts'
import type { Act, Hole, Job, Workflow } from './types.ts'
import type { View } from './view.ts'

/** The holes of one job that provisions a replica: ends after which no job of its workflow deletes it. */
export function judgeMaker(view: View, workflow: Workflow, maker: number): Hole[] {
  const job = workflow.jobs[maker]
  if (!job) return []
  const deleters = deletersOf(workflow, maker)
  const nearest = deleters.find(({ index }) => comesAfter(workflow, index, maker))
  const snippet = teardownSnippet(workflow, maker, nearest?.job.name ?? view.teardownName(workflow))
  const faults = deleters.flatMap((deleter) => holesOfDeleter(view, workflow, { maker, deleter, snippet }))
  const sound = deleters.filter(({ index }) => !faults.some((fault) => fault.index === index && fault.isUseless))
  const ends = sound.length > 0 ? missedEnds(view, workflow, { maker, deleters: sound, snippet }) : []
  if (sound.length > 0 && ends.length === 0) return faults.filter(({ isUseless }) => !isUseless).map(({ hole }) => hole)
  if (faults.length + ends.length > 0) return [...faults.map(({ hole }) => hole), ...ends]
  const step = ownStep(job)
  if (step) return [stepHole(view, job, step, snippet)]
  return [noTeardown(view, workflow, job, snippet)]
}

/** A teardown among the job's own steps, after the one that provisions. */
function ownStep(job: Job): Act | undefined {
  const begin = job.acts.findIndex(({ name }) => name === 'provision-replica')
  const later = job.acts.slice(begin + 1).filter(({ name }) => name === 'teardown')
  return later.find(({ when }) => when === 'always') ?? later[0]
}

function stepHole(view: View, job: Job, step: Act, snippet: string): Hole {
  const made = job.acts.find(({ name }) => name === 'provision-replica')
  const place = view.place(step.node)
  const follow = 'Let a job of its own delete the replica, after any end of this one.'
  if (step.condition !== made?.condition) {
    const found = `the teardown in the job ${view.quote(job)} runs only under a condition that its provisioning has not`
    return { rule: 'conditional', place, found, remedy: `Take the step out of the condition. ${follow}`, snippet }
  }
  if (step.when === 'always') {
    const found = `the teardown in the job ${view.quote(job)} does not run where the job is cancelled or reaches its time limit: CircleCI starts no further step then, when: always or not`
    return { rule: 'step-killed', place, found, remedy: follow, snippet }
  }
  const end = step.when === 'on_fail' ? 'only where a step before it failed' : 'only where every step before it succeeded'
  const found = `the teardown in the job ${view.quote(job)} runs ${end}`
  return { rule: 'step-on-success', place, found, remedy: `In a run step, write when: always beside the command. ${follow}`, snippet }
}

/** None in the workflow; one elsewhere waits for nothing here. */
function noTeardown(view: View, workflow: Workflow, job: Job, snippet: string): Hole {
  const place = view.place(job.node)
  const remedy = `Add a teardown to the workflow ${workflow.name}, after any end of the jobs before it.`
  const made = `no job of the workflow ${workflow.name} deletes the replica that ${view.quote(job)} makes`
  const away = view.workflows.flatMap((other) => (other === workflow ? [] : other.jobs)).find((other) => isTeardown(other))
  if (!away) return { rule: 'no-teardown', place, found: made, remedy, snippet }
  const found = `${made}; ${view.quote(away)} (${view.place(away.node)}) is in another workflow, which neither waits for this one nor has its replica`
  return { rule: 'teardown-elsewhere', place, found, remedy, snippet }
}

function isTeardown(job: Job): boolean {
  return job.acts.some(({ name }) => name === 'teardown')
}

/** CircleCI reruns what failed on its own, which makes a replica anew whose teardown has succeeded before, and so does not run again. */
export function judgeReruns(view: View, workflow: Workflow): Hole[] {
  const entry = view.document.entries(workflow.body).find(({ key }) => key === 'max_auto_reruns')
  const ends = simulate(workflow, undefined)
  const maker = workflow.jobs.findIndex((job, index) => job.acts.some(({ name }) => name === 'provision-replica') && hasRun(ends[index]))
  if (!entry || maker < 0) return []
  return [
    {
      rule: 'auto-rerun',
      place: view.place(entry.keyNode),
      found: `max_auto_reruns reruns the workflow ${workflow.name} from failed: a provisioning that failed makes a replica again, and a teardown that has succeeded is not run again`,
      remedy: 'Remove max_auto_reruns here, or rehearse in one job.',
      snippet: '',
    },
  ]
}
