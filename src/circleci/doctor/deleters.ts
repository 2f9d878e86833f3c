import { comesAfter, hasRun, simulate } from './simulate.ts'
import { usersOf } from './snippets.ts'
import type { Act, Hole, HoleRule, Job, Workflow } from './types.ts'
import type { View } from './view.ts'

/** A job of a workflow that tears down. */
export type Deleter = { index: number; job: Job; act: Act }

/** A hole that one teardown has by itself; a useless one cannot be counted on after any end. */
export type Fault = { index: number; hole: Hole; isUseless: boolean }

type Case = { maker: number; deleter: Deleter; snippet: string }

/** The jobs that tear down, but the one that provisions itself. */
export function deletersOf(workflow: Workflow, maker: number): Deleter[] {
  return workflow.jobs.flatMap((job, index) => {
    const act = job.acts.find(({ name }) => name === 'teardown')
    return act && index !== maker ? [{ index, job, act }] : []
  })
}

/** What keeps one teardown from deleting the replica of a job, whichever way that ends. */
export function holesOfDeleter(view: View, workflow: Workflow, { maker, deleter, snippet }: Case): Fault[] {
  const { index, job, act } = deleter
  const made = workflow.jobs[maker]
  if (!made) return []
  const fault = (rule: HoleRule, node: Parameters<View['place']>[0], found: string, remedy: string): Fault => ({
    index,
    isUseless: rule !== 'too-early',
    hole: { rule, place: view.place(node), found: `${view.quote(job)} ${found}`, remedy, snippet },
  })
  const setting = differing(view, job, made)
  if (setting !== undefined)
    return [
      fault(
        'other-replica',
        job.node,
        `has another ${setting} than ${view.quote(made)}, and so deletes another replica or none`,
        `Give both the same ${setting}.`,
      ),
    ]
  const filter = ['filters', 'when'].find((key) => view.setting(job, key) !== '""' && view.setting(job, key) !== view.setting(made, key))
  if (filter !== undefined)
    return [
      fault(
        'filtered',
        view.document.get(job.body, filter),
        `has other ${filter} than ${view.quote(made)}, and is left out where they differ`,
        `Remove its ${filter}, or write those of the provisioning job.`,
      ),
    ]
  if (act.condition !== '' || act.when === 'on_fail')
    return [
      fault(
        'conditional',
        act.node,
        'tears down only under a condition or after a failed step of its own',
        'Let the step run in any case.',
      ),
    ]
  if (!comesAfter(workflow, index, maker))
    return [
      fault(
        'not-required',
        job.node,
        `does not wait for ${view.quote(made)}: it runs before there is a replica`,
        'Let it require the jobs before it, whatever their end.',
      ),
    ]
  const busy = usersOf(workflow, maker).find((user) => !comesAfter(workflow, index, user))
  if (busy === undefined || !hasRun(simulate(workflow, undefined)[index])) return []
  return [
    fault(
      'too-early',
      job.node,
      `does not wait for ${view.quote(workflow.jobs[busy])}, and deletes the replica while that works on it`,
      'Let it require both, whatever their end.',
    ),
  ]
}

/** A setting that says which replica is meant, where the two jobs say it differently. */
function differing(view: View, job: Job, made: Job): string | undefined {
  // What a job of the team's own calls so may be anything.
  if (![job, made].every(({ acts, node }) => acts.some((act) => act.node === node))) return undefined
  return ['id', 'region', 'config', 'working-directory'].find((key) => view.setting(job, key) !== view.setting(made, key))
}
