import type { JsonValue } from '../../../production/json.ts'
import { invalid } from '../invalid.ts'
import { isMap } from './no-value.ts'
import { resolveValue } from './resolve.ts'
import type { Scope } from './scope.ts'

/**
 * Tells whether a condition of the template holds; each is worked out once. `scope` is without resources. The function
 * throws ValidationError for an unknown name, a cycle and a malformed function.
 */
export function evaluateConditions(conditions: Readonly<Record<string, JsonValue>>, scope: Scope): (name: string) => boolean {
  const known = new Map<string, boolean | 'open'>()
  const holds = (name: string): boolean => {
    const before = known.get(name)
    if (before === 'open') throw invalid(`Template error: Found circular condition dependency at ${name}`)
    if (before !== undefined) return before
    const expression = Object.hasOwn(conditions, name) ? conditions[name] : undefined
    if (expression === undefined) {
      throw invalid(`Template format error: Unresolved condition dependency ${name} in the Conditions block of the template`)
    }
    known.set(name, 'open')
    const result = evaluate(expression, { ...scope, condition: holds })
    known.set(name, result)
    return result
  }
  return holds
}

function evaluate(expression: JsonValue, scope: Scope): boolean {
  const [entry, second] = isMap(expression) ? Object.entries(expression) : []
  if (entry === undefined || second !== undefined) throw malformed()
  const [name, argument] = entry
  if (name === 'Condition' && typeof argument === 'string') return scope.condition(argument)
  const list = Array.isArray(argument) ? argument : undefined
  if (list === undefined) throw malformed()
  return combine(name, list, scope)
}

function combine(name: string, list: readonly JsonValue[], scope: Scope): boolean {
  switch (name) {
    case 'Fn::Equals':
      return areEqual(list, scope)
    case 'Fn::Not':
      return !terms(name, list, [1, 1], scope)[0]
    case 'Fn::And':
      return terms(name, list, [2, 10], scope).every(Boolean)
    case 'Fn::Or':
      return terms(name, list, [2, 10], scope).some(Boolean)
    default:
      throw malformed()
  }
}

function areEqual(list: readonly JsonValue[], scope: Scope): boolean {
  if (list.length !== 2) throw invalid('Template error: every Fn::Equals object requires a list of 2 string parameters.')
  const [left, right] = list.map((item) => resolveValue(item, scope))
  return comparable(left) === comparable(right)
}

function terms(name: string, list: readonly JsonValue[], [least, most]: readonly [number, number], scope: Scope): boolean[] {
  if (list.length < least || list.length > most) {
    const count = least === most ? 'only 1 boolean parameter' : `at least ${least} and at most ${most} boolean parameters`
    throw invalid(`Template error: every ${name} object requires ${count}.`)
  }
  return list.map((item) => evaluate(item, scope))
}

/** `true` and "true" are the same text to CloudFormation. */
function comparable(value: JsonValue | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function malformed() {
  return invalid('Template format error: Conditions can only be boolean operations on parameters and other conditions')
}
