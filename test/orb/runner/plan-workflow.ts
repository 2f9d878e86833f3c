import { isMapping, type Mapping, type Value } from '../../../scripts/orb/types.ts'
import { holds } from './condition.ts'
import type { Caller } from './expand.ts'
import { isMeant } from './filters.ts'
import { libraryOf } from './library.ts'
import { variantsOf } from './matrix.ts'
import { type JobWork, planJob } from './plan-job.ts'
import { type Requirement, readRequires } from './requires.ts'
import { scopeOf, substitute } from './scope.ts'

export interface PlannedJob {
  name: string
  contexts: string[]
  requires: Requirement[]
  /** None where the job waits for a person, or does nothing. */
  work?: JobWork
  isApproval: boolean
}

/** What starts a pipeline: values of `<< pipeline.x >>`, such as `git.branch`, and its parameters. */
export interface Trigger {
  values: Mapping
  parameters?: Mapping
}

type Workflows = Readonly<Record<string, PlannedJob[]>>

/** The workflows of a config that its conditions let run, with the jobs that its filters let run. Throws where CircleCI would refuse. */
export function planPipeline(config: Mapping, trigger: Trigger): Workflows {
  const caller = { library: libraryOf(config), scope: pipelineScope(config, trigger) }
  const workflows = Object.entries(isMapping(config.workflows) ? config.workflows : {})
  const meant = workflows.flatMap(([name, workflow]) => (isMapping(workflow) && isOn(workflow, caller) ? [[name, workflow] as const] : []))
  return Object.fromEntries(meant.map(([name, workflow]) => [name, planWorkflow(name, workflow, caller)]))
}

/** Declared parameters have a value, and nobody gives others. */
function pipelineScope(config: Mapping, { values, parameters = {} }: Trigger): Caller['scope'] {
  const declared = isMapping(config.parameters) ? config.parameters : {}
  const unknown = Object.keys(parameters).filter((name) => !(name in declared))
  if (unknown.length > 0) throw new Error(`the config has no pipeline parameter ${unknown.join(', ')}`)
  const own = Object.entries(declared).map(([name, parameter]): [string, Value] => [
    name,
    parameters[name] ?? (isMapping(parameter) ? (parameter.default ?? '') : ''),
  ])
  return { ...scopeOf('pipeline', values), ...scopeOf('pipeline.parameters', Object.fromEntries(own)) }
}

function isOn(workflow: Mapping, { scope }: Caller): boolean {
  const { when = true, unless = false } = workflow
  return holds(when, scope) && !holds(unless, scope)
}

function planWorkflow(workflow: string, { jobs = [] }: Mapping, caller: Caller): PlannedJob[] {
  if (!Array.isArray(jobs)) throw new Error(`workflow ${workflow}: jobs must be a list`)
  const entries = jobs.flatMap((job) => variantsOf(job)).filter(({ given }) => isMeant(given.filters, caller.scope))
  const names = entries.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`workflow ${workflow}: two jobs are called ${twice}`)
  return entries.map(({ name, job, given, matrix }) => {
    const { requires, context, filters: _, type, name: __, matrix: ___, 'serial-group': ____, ...rest } = given
    const scope = { ...caller.scope, ...scopeOf('matrix', matrix) }
    const isBuild = type === undefined || type === 'build'
    return {
      name,
      contexts: listOf(substitute(context ?? [], scope)),
      requires: readRequires(requires, entries),
      isApproval: type === 'approval',
      ...(isBuild ? { work: planJob(job, { ...rest, ...matrix }, { ...caller, scope }) } : {}),
    }
  })
}

function listOf(value: Value): string[] {
  return (Array.isArray(value) ? value : [value]).map(String)
}
