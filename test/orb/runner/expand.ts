import { isMapping, type Mapping, mapTexts, type Parameter, parametersOf, type Value } from '../../../scripts/orb/types.ts'
import { holds } from './condition.ts'
import { settingsOf } from './executor.ts'
import { find, type Library } from './library.ts'
import { type Scope, scopeOf, substitute } from './scope.ts'

/** Where something is called from: what its values may name. */
export interface Caller {
  library: Library
  scope: Scope
}

const native = [
  'run',
  'checkout',
  'attach_workspace',
  'persist_to_workspace',
  'store_artifacts',
  'store_test_results',
  'save_cache',
  'restore_cache',
]

/** Steps as CircleCI's own only, `{kind: body}`: commands, conditions and parameters are gone. */
export function expandSteps(steps: Value, caller: Caller): Mapping[] {
  if (!Array.isArray(steps)) throw new Error('steps must be a list')
  return steps.flatMap((step) => {
    const [name = '', body = null] = isMapping(step) ? (Object.entries(step)[0] ?? []) : [String(step), null]
    return expandStep(name, body, caller)
  })
}

function expandStep(name: string, raw: Value, caller: Caller): Mapping[] {
  if ((name === 'when' || name === 'unless') && isMapping(raw)) {
    return holds(raw.condition ?? null, caller.scope) === (name === 'when') ? expandSteps(raw.steps ?? [], caller) : []
  }
  const body = substitute(raw, caller.scope)
  // Steps that came as a parameter know nothing of the component they came to.
  if (name === 'steps') return expandSteps(body, { ...caller, scope: {} })
  if (native.includes(name)) return [{ [name]: body }]
  const found = find('commands', name, caller.library)
  if (found === undefined) throw new Error(`there is no step or command ${name}`)
  const scope = bind(`command ${name}`, found.component, isMapping(raw) ? raw : {}, caller, found.home)
  return expandSteps(found.component.steps ?? [], { library: found.home, scope: { ...pipelineOf(caller), ...scope } })
}

/** The pipeline's values reach everywhere; parameters end at the component. */
function pipelineOf({ scope }: Caller): Caller['scope'] {
  return Object.fromEntries(Object.entries(scope).filter(([name]) => name.startsWith('pipeline.')))
}

/**
 * The scope inside a component that is called with these values: what was given, else the default. Steps and executors
 * are resolved where they were written, so that a caller's names mean the caller's. Throws where CircleCI would refuse.
 */
export function bind(place: string, component: Mapping, given: Mapping, caller: Caller, home: Library): Scope {
  const declared = parametersOf(component)
  const unknown = Object.keys(given).filter((name) => !(name in declared))
  if (unknown.length > 0) throw new Error(`${place} has no parameter ${unknown.join(', ')}`)
  const values = Object.entries(declared).map(([name, parameter]): [string, Value] => {
    const written = given[name]
    const writer = written === undefined ? { library: home, scope: {} } : caller
    const value = readValue(written ?? parameter.default, parameter, writer)
    if (value === undefined || !fits(value, parameter)) throw new Error(`${place}: parameter ${name} must be ${kindOf(parameter)}`)
    return [name, resolve(value, parameter, writer)]
  })
  return scopeOf('parameters', Object.fromEntries(values))
}

/** Steps that are written out keep their references until they are expanded. */
function readValue(written: Value | undefined, { type }: Parameter, { scope }: Caller): Value | undefined {
  return written === undefined || (type === 'steps' && Array.isArray(written)) ? written : substitute(written, scope)
}

function resolve(value: Value, { type }: Parameter, writer: Caller): Value {
  if (type === 'executor') return resolveExecutor(value, writer)
  // Their text is final: what looks like a reference in it is none any more.
  if (type === 'steps') return mapTexts(expandSteps(value, writer), (text) => text.replaceAll('<<', '\\<<'))
  return value
}

function fits(value: Value, { type, enum: allowed }: Parameter): boolean {
  if (type === 'steps') return Array.isArray(value)
  if (type === 'executor') return typeof value === 'string' || isMapping(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'enum') return (allowed ?? []).includes(String(value))
  if (type === 'env_var_name') return /^[A-Za-z_][A-Za-z0-9_]*$/.test(String(value))
  // CircleCI takes a number for text, as YAML writes 1.0 without quotes.
  return type === 'string' ? ['string', 'number'].includes(typeof value) : typeof value === type
}

function kindOf({ type, enum: allowed }: Parameter): string {
  return type === 'enum' ? `one of ${(allowed ?? []).join(', ')}` : `of type ${type}`
}

/** The settings of an executor that is named, `name` or `{name, …parameters}`, or has been resolved already. */
export function resolveExecutor(written: Value, caller: Caller): Mapping {
  if (isMapping(written) && written.name === undefined) return written
  const { name = written, ...given } = isMapping(written) ? written : {}
  const found = find('executors', String(name), caller.library)
  if (found === undefined) throw new Error(`there is no executor ${String(name)}`)
  const scope = bind(`executor ${String(name)}`, found.component, given, caller, found.home)
  return substitute(settingsOf(found.component), scope) as Mapping
}
