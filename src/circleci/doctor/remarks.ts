import type { ActName, Job, Remark, Workflow } from './types.ts'
import type { View } from './view.ts'

/** What the config alone cannot settle: who reaps, what a cancelled workflow leaves, reruns, configs that follow. */
export function remarksOf(view: View): Remark[] {
  const setup = view.document.entries(view.document.root).find(({ key }) => key === 'setup')
  const goesOn: Remark[] = setup
    ? [{ rule: 'setup', place: view.place(setup.keyNode), text: 'this config goes on with another one: examine that one too' }]
    : []
  const makers = jobsThat(view, 'provision-replica')
  const [maker] = [...makers, ...jobsThat(view, 'rehearse')]
  return [...goesOn, ...reaping(view, maker), ...(maker ? cancelling(view, maker, makers[0]) : [noReplica(view)])]
}

function noReplica(view: View): Remark {
  return { rule: 'no-replica', place: view.place(undefined), text: 'no job of a workflow here makes a replica' }
}

function cancelling(view: View, first: Job, maker: Job | undefined): Remark[] {
  const cancelled: Remark = {
    rule: 'cancelled',
    place: view.place(first.node),
    text: `where the whole workflow is cancelled, as a new push does (auto-cancel), or a rehearse job is killed, no job may be left to delete the replica: the schedule in AWS that prod-replica bootstrap has set up does so when its life (ttl) ends, or whoever reaps`,
  }
  if (!maker) return [cancelled]
  const text =
    'a rerun from failed does not run again what succeeded, be it the provisioning or the teardown: rerun the workflow from its start'
  return [cancelled, { rule: 'rerun', place: view.place(maker.node), text }]
}

function reaping(view: View, maker: Job | undefined): Remark[] {
  const reapers = view.workflows.flatMap((workflow) => workflow.jobs.filter((job) => does(job, 'reap')).map((job) => ({ workflow, job })))
  const [first] = reapers
  if (!first) {
    if (!maker) return []
    const text =
      'no job reaps what others leave; a schedule made in the web cannot be seen here; the example reap-every-night of the orb shows one'
    return [{ rule: 'no-reap', place: view.place(maker.node), text }]
  }
  const kinds = reapers.map(({ workflow }) => scheduleOf(view, workflow))
  if (kinds.includes('triggers')) return []
  const at = reapers[Math.max(0, kinds.indexOf('when'))] ?? first
  const place = view.place(at.job.node)
  if (kinds.includes('when'))
    return [
      {
        rule: 'unseen-schedule',
        place,
        text: `${view.quote(at.job)} reaps on a schedule that is made in the project's settings, which cannot be seen here`,
      },
    ]
  return [
    { rule: 'reap-unscheduled', place, text: `${view.quote(at.job)} reaps only when its workflow happens to run: give it a schedule` },
  ]
}

/** How a workflow is scheduled: by its own triggers, by a condition on the pipeline's, or as nothing tells here. */
function scheduleOf(view: View, workflow: Workflow): 'triggers' | 'when' | undefined {
  const triggers = view.document.items(view.document.get(workflow.body, 'triggers'))
  if (triggers.some((trigger) => view.document.get(view.document.get(trigger, 'schedule'), 'cron'))) return 'triggers'
  const when = JSON.stringify(view.document.get(workflow.body, 'when')?.toJSON() ?? '')
  return /schedule/.test(when) ? 'when' : undefined
}

function jobsThat(view: View, name: ActName): Job[] {
  return view.workflows.flatMap(({ jobs }) => jobs.filter((job) => does(job, name)))
}

function does(job: Job, name: ActName): boolean {
  return job.acts.some((act) => act.name === name)
}
