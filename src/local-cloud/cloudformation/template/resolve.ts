import type { JsonValue } from '../../../production/json.ts'
import { invalid } from '../invalid.ts'
import { functions } from './functions.ts'
import { asFunction, isMap, noValue, type Resolved } from './no-value.ts'
import type { Scope } from './scope.ts'

/** A value with every intrinsic function and dynamic reference carried out. Throws ValidationError, StackFault. */
export function resolveValue(value: JsonValue, scope: Scope): JsonValue {
  const resolved = resolve(value, scope)
  return resolved === noValue ? null : resolved
}

/** As `resolveValue`, for a map of properties: those that are `AWS::NoValue` are left out. */
export function resolveProperties(properties: JsonValue | undefined, scope: Scope): Record<string, JsonValue> {
  const resolved = resolve(properties ?? {}, scope)
  return resolved !== noValue && isMap(resolved) ? resolved : {}
}

function resolve(value: JsonValue, scope: Scope): Resolved {
  if (typeof value === 'string') return scope.dynamic(value)
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter(isPresent)
  if (!isMap(value)) return value
  const call = asFunction(value)
  return call === undefined ? resolveMap(value, scope) : resolveCall(call, scope)
}

function resolveMap(map: Readonly<Record<string, JsonValue>>, scope: Scope): JsonValue {
  const entries = Object.entries(map).map(([name, item]) => [name, resolve(item, scope)] as const)
  return Object.fromEntries(entries.filter((entry): entry is [string, JsonValue] => isPresent(entry[1])))
}

function resolveCall({ name, argument }: { name: string; argument: JsonValue }, scope: Scope): Resolved {
  const carryOut = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (carryOut === undefined) throw invalid(`Template error: the local cloud does not support ${name}`)
  const result = carryOut(argument, { scope, resolve: (inner) => resolve(inner, scope) })
  return typeof result === 'string' ? scope.dynamic(result) : result
}

function isPresent(value: Resolved): value is JsonValue {
  return value !== noValue
}
