import { callOf } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'

const variable = /\$\{([^!}][^}]*)\}/g

/** Names that `Fn::Sub` takes from outside: `Id` and `Id.Attribute` without its own variables. */
export function subNames(argument: JsonValue): string[] {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  if (typeof text !== 'string') return []
  const own = typeof variables === 'object' && variables !== null ? variables : {}
  const names = [...text.matchAll(variable)].map((match) => (match[1] ?? '').trim())
  return names.filter((name) => !Object.hasOwn(own, name))
}

/** Logical ids (and parameters) that one function call names itself, not those within its arguments. */
export function namedBy(call: { name: string; argument: JsonValue }): string[] {
  const { name, argument } = call
  if (name === 'Ref') return typeof argument === 'string' ? [argument] : []
  if (name === 'Fn::Sub') return subNames(argument).map((each) => each.split('.')[0] ?? each)
  if (name !== 'Fn::GetAtt') return []
  const first = Array.isArray(argument) ? argument[0] : typeof argument === 'string' ? argument.split('.')[0] : undefined
  return typeof first === 'string' ? [first] : []
}

/** Attributes that one function call names itself: `Id.Attribute` of `Fn::GetAtt` and `Fn::Sub`. */
export function attributeOf(call: { name: string; argument: JsonValue }): { logicalId: string; attribute: string }[] {
  const { name, argument } = call
  const whole = name === 'Fn::Sub' ? subNames(argument) : name === 'Fn::GetAtt' ? [pathOf(argument)] : []
  return whole.flatMap((path) => {
    const dot = path.indexOf('.')
    return dot < 0 ? [] : [{ logicalId: path.slice(0, dot), attribute: path.slice(dot + 1) }]
  })
}

function pathOf(argument: JsonValue): string {
  if (Array.isArray(argument)) return argument.filter((each) => typeof each === 'string').join('.')
  return typeof argument === 'string' ? argument : ''
}

/** Every name that a value refers to, however deep. */
export function referencesOf(value: JsonValue | undefined, found: Set<string> = new Set()): Set<string> {
  if (typeof value !== 'object' || value === null) return found
  if (Array.isArray(value)) {
    for (const each of value) referencesOf(each, found)
    return found
  }
  const call = callOf(value)
  if (call !== undefined) for (const name of namedBy(call)) found.add(name)
  for (const key in value) referencesOf(value[key], found)
  return found
}

/** A copy in which `change` may replace any value; where it returns undefined, the value's own parts are asked. */
export function rewrite(value: JsonValue, change: (value: JsonValue, key: string) => JsonValue | undefined, key = ''): JsonValue {
  const changed = change(value, key)
  if (changed !== undefined) return changed
  if (Array.isArray(value)) return value.map((each) => rewrite(each, change, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rewrite(each, change, name)]))
}
