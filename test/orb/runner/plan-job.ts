import { isMapping, type Mapping, type Value } from '../../../scripts/orb/types.ts'
import { environmentOf, settingsOf, textsOf } from './executor.ts'
import { bind, type Caller, expandSteps, resolveExecutor } from './expand.ts'
import { find, libraryOf } from './library.ts'
import { substitute } from './scope.ts'
import { readStep, type Step } from './step.ts'

/** What a job does once it is its turn. */
export interface JobWork {
  environment: Record<string, string>
  parallelism: number
  /** The first image, or '' where it is another machine. */
  image: string
  /** As it is written, such as `/bin/sh -e`; CircleCI's own where there is none. */
  shell?: string
  steps: Step[]
}

/** The steps of one of an orb's jobs, for these parameters. */
export function expandJob(orb: Mapping, name: string, given: Mapping): Step[] {
  return planJob(name, given, { library: libraryOf(orb), scope: {} }).steps
}

/** A job's work for these parameters, with the steps that its caller puts around it. Throws where CircleCI would refuse. */
export function planJob(name: string, given: Mapping, caller: Caller): JobWork {
  const found = find('jobs', name, caller.library)
  if (found === undefined) throw new Error(`there is no job ${name}`)
  const { 'pre-steps': before = [], 'post-steps': after = [], ...parameters } = given
  const pipeline = Object.fromEntries(Object.entries(caller.scope).filter(([key]) => key.startsWith('pipeline.')))
  const inside = { library: found.home, scope: { ...pipeline, ...bind(`job ${name}`, found.component, parameters, caller, found.home) } }
  const job = found.component
  const executor = executorOf(job, inside)
  const steps = [...expandSteps(before, caller), ...expandSteps(job.steps ?? [], inside), ...expandSteps(after, caller)]
  return {
    environment: { ...environmentOf(executor), ...textsOf(substitute(job.environment ?? {}, inside.scope)) },
    parallelism: Number(substitute(job.parallelism ?? 1, inside.scope)),
    image: imageOf(executor),
    ...(executor.shell === undefined ? {} : { shell: String(executor.shell) }),
    steps: steps.map(readStep),
  }
}

/** What the job says itself comes before what its executor says. */
function executorOf(job: Mapping, inside: Caller): Mapping {
  const { environment: _, ...own } = substitute(settingsOf(job), inside.scope) as Mapping
  const named = job.executor === undefined ? {} : resolveExecutor(substitute(job.executor, inside.scope), inside)
  return { ...named, ...own }
}

function imageOf({ docker }: Mapping): string {
  const first: Value = (Array.isArray(docker) ? docker[0] : null) ?? null
  return isMapping(first) ? String(first.image ?? '') : ''
}
