import { isMapping, type Mapping, mapTexts, type Parameter, parametersOf, type Value } from '../../../scripts/orb/types.ts'
import { resolveExecutor } from './executor.ts'
import { expandSteps } from './expand-steps.ts'
import type { Library } from './library.ts'
import { type Scope, scopeOf, substitute } from './scope.ts'

/** Where something is called from: what its values may name. */
export interface Caller {
  library: Library
  scope: Scope
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
    const value = written === undefined ? parameter.default : substitute(written, caller.scope)
    if (value === undefined || !fits(value, parameter)) throw new Error(`${place}: parameter ${name} must be ${kindOf(parameter)}`)
    return [name, resolve(value, parameter, written === undefined ? { library: home, scope: {} } : { ...caller, scope: {} })]
  })
  return scopeOf('parameters', Object.fromEntries(values))
}

function resolve(value: Value, { type }: Parameter, writer: Caller): Value {
  if (type === 'executor') return { ...resolveExecutor(value, writer) }
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
