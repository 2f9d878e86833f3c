import { isMapping, type Mapping, type Orb, type Value } from '../../scripts/orb/types.ts'

/** An example as a whole config, with the packed orb inline and these parameters on every job of the orb that has them. */
export function configOf(orb: Orb, example: string, given: Readonly<Record<string, Value>>): Mapping {
  const usage = orb.examples[example]?.usage
  if (!isMapping(usage)) throw new Error(`the orb has no example ${example}`)
  const workflows = Object.entries(usage.workflows as Mapping).map(([name, workflow]) => [
    name,
    withParameters(orb, workflow as Mapping, given),
  ])
  return { ...usage, orbs: { 'prod-replica': orb }, workflows: Object.fromEntries(workflows) }
}

function withParameters(orb: Orb, workflow: Mapping, given: Readonly<Record<string, Value>>): Mapping {
  const jobs = (workflow.jobs as Value[]).map((job): Value => {
    const [name = '', body = null] = isMapping(job) ? (Object.entries(job)[0] ?? []) : [String(job), null]
    const declared = orb.jobs[name.replace(/^prod-replica\//, '')]?.parameters
    if (!isMapping(declared)) return job
    const fitting = Object.entries(given).filter(([parameter]) => parameter in declared)
    return { [name]: { ...(isMapping(body) ? body : {}), ...Object.fromEntries(fitting) } }
  })
  return { ...workflow, jobs }
}
