import { isMapping, type Mapping, type Value } from '../../../scripts/orb/types.ts'
import { holdsExpression } from './expression.ts'
import { type Scope, substitute } from './scope.ts'

/** Whether a condition of `when` or `unless` holds: a value, a logic statement, or an expression over the pipeline's values. */
export function holds(condition: Value, scope: Scope): boolean {
  if (isMapping(condition)) return holdsStatement(condition, scope)
  if (typeof condition === 'string' && !condition.includes('<<') && /\bpipeline\./.test(condition)) return holdsExpression(condition, scope)
  return isTrue(substitute(condition, scope))
}

function holdsStatement(statement: Mapping, scope: Scope): boolean {
  const [[name, body = null] = ['', null], ...others] = Object.entries(statement)
  if (others.length > 0) throw new Error(`a logic statement is one of and, or, not, equal, matches: ${Object.keys(statement).join(', ')}`)
  if (name === 'not') return !holds(body, scope)
  if (name === 'and' && Array.isArray(body)) return body.every((item) => holds(item, scope))
  if (name === 'or' && Array.isArray(body)) return body.some((item) => holds(item, scope))
  if (name === 'equal' && Array.isArray(body)) return areEqual(substitute(body, scope) as Value[])
  if (name === 'matches' && isMapping(body)) return matches(substitute(body, scope) as Mapping)
  throw new Error(`there is no logic statement ${name}`)
}

function areEqual([first, ...others]: readonly Value[]): boolean {
  return others.every((other) => other === first)
}

/** As on CircleCI the pattern must match the whole value. */
function matches({ pattern, value }: Mapping): boolean {
  return new RegExp(`^(?:${String(pattern)})$`, 'u').test(String(value))
}

/** CircleCI takes null, false, 0, the empty string and NaN for false. */
function isTrue(value: Value): boolean {
  return Boolean(value)
}
