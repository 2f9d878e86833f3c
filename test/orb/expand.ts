import { isMapping, type Mapping, type Orb, type Parameter, parametersOf, type Value } from '../../scripts/orb/types.ts'

/** One step as a job's machine meets it: no parameters, commands or conditions left. */
export type Step =
  | { kind: 'checkout' }
  | { kind: 'run'; name: string; command: string; environment: Record<string, string>; workingDirectory: string }
  | { kind: 'attach_workspace'; at: string }
  | { kind: 'persist_to_workspace'; root: string; paths: string[] }
  | { kind: 'store_artifacts'; path: string; destination: string }
  | { kind: 'store_test_results'; path: string }

type Arguments = Readonly<Record<string, Value>>

/** The steps of one of the orb's jobs, for these parameters, as CircleCI makes them. Throws where it would refuse. */
export function expandJob(orb: Orb, name: string, given: Arguments): Step[] {
  const job = orb.jobs[name]
  if (job === undefined) throw new Error(`there is no job ${name}`)
  return expandSteps(job.steps ?? [], bind(`job ${name}`, job, given), orb)
}

/** The parameters' values: what was given, else the default. */
function bind(place: string, component: Mapping, given: Arguments): Arguments {
  const declared = parametersOf(component)
  const unknown = Object.keys(given).filter((name) => !(name in declared))
  if (unknown.length > 0) throw new Error(`${place} has no parameter ${unknown.join(', ')}`)
  return Object.fromEntries(
    Object.entries(declared).map(([name, parameter]) => {
      const value = given[name] ?? parameter.default
      if (value === undefined || !fits(value, parameter)) throw new Error(`${place}: parameter ${name} must be of type ${parameter.type}`)
      return [name, value]
    }),
  )
}

function fits(value: Value, { type }: Parameter): boolean {
  if (type === 'steps') return Array.isArray(value)
  if (type === 'executor') return typeof value === 'string' || isMapping(value)
  return typeof value === (type === 'integer' ? 'number' : type)
}

function expandSteps(steps: Value, bound: Arguments, orb: Orb): Step[] {
  if (!Array.isArray(steps)) throw new Error('steps must be a list')
  return steps.flatMap((step) => {
    const [name = '', body = null] = isMapping(step) ? (Object.entries(step)[0] ?? []) : [String(step), null]
    return expandStep(name, body, bound, orb)
  })
}

function expandStep(name: string, raw: Value, bound: Arguments, orb: Orb): Step[] {
  if ((name === 'when' || name === 'unless') && isMapping(raw)) {
    const holds = isTrue(substitute(raw.condition ?? null, bound))
    return holds === (name === 'when') ? expandSteps(raw.steps ?? [], bound, orb) : []
  }
  const body = substitute(raw, bound)
  if (name === 'steps') return expandSteps(body, {}, orb)
  // Caches are CircleCI's own: without one, these do nothing.
  if (name === 'restore_cache' || name === 'save_cache') return []
  const command = orb.commands[name]
  if (command === undefined) return [nativeStep(name, isMapping(body) ? body : { command: body })]
  return expandSteps(command.steps ?? [], bind(`command ${name}`, command, isMapping(body) ? body : {}), orb)
}

/** A condition: a value, or whether values are equal. */
function isTrue(condition: Value): boolean {
  if (!isMapping(condition)) return Boolean(condition)
  const [first, ...others] = condition.equal as Value[]
  return others.every((other) => other === first)
}

function nativeStep(kind: string, body: Mapping): Step {
  const text = (key: string, otherwise = ''): string => String(body[key] ?? otherwise)
  if (kind === 'checkout') return { kind }
  if (kind === 'attach_workspace') return { kind, at: text('at') }
  if (kind === 'persist_to_workspace') return { kind, root: text('root'), paths: (body.paths as string[]).map(String) }
  if (kind === 'store_artifacts') return { kind, path: text('path'), destination: text('destination', text('path')) }
  if (kind === 'store_test_results') return { kind, path: text('path') }
  if (kind !== 'run') throw new Error(`there is no step or command ${kind}`)
  const environment = Object.entries((body.environment ?? {}) as Mapping).map(([name, value]) => [name, String(value)] as const)
  return {
    kind,
    name: text('name', text('command')),
    command: text('command'),
    environment: Object.fromEntries(environment),
    workingDirectory: text('working_directory', '.'),
  }
}

/** A value that is one parameter keeps the parameter's type; inside other text it becomes text. `\<<` is a plain `<<`. */
function substitute(value: Value, bound: Arguments): Value {
  if (Array.isArray(value)) return value.map((item) => substitute(item, bound))
  if (isMapping(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, bound)]))
  if (typeof value !== 'string') return value
  const whole = /^<<\s*parameters\.([\w-]+)\s*>>$/.exec(value)?.[1]
  if (whole !== undefined) return parameterIn(whole, bound)
  return value
    .replace(/(?<!\\)<<\s*parameters\.([\w-]+)\s*>>/g, (_, name: string) => String(parameterIn(name, bound)))
    .replaceAll('\\<<', '<<')
}

function parameterIn(name: string, bound: Arguments): Value {
  const value = bound[name]
  if (value === undefined) throw new Error(`there is no parameter ${name}`)
  return value
}
