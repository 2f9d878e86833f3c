import type { JsonValue } from '../../../production/json.ts'
import { invalid } from '../invalid.ts'
import { isScalar, noValue, type Resolved } from './no-value.ts'
import type { Scope } from './scope.ts'

/** What a function works with: the scope, and the way to resolve its arguments. */
export interface Call {
  scope: Scope
  resolve(value: JsonValue): Resolved
}
export type IntrinsicFunction = (argument: JsonValue, call: Call) => Resolved

/** The arguments of a function as a list that is not resolved yet. */
export function parts(argument: JsonValue, counts: readonly number[], message: string): JsonValue[] {
  if (Array.isArray(argument) && counts.includes(argument.length)) return argument
  throw invalid(message)
}

/** One argument as text. */
export function textOf(argument: JsonValue, { resolve }: Call, name: string): string {
  const value = resolve(argument)
  if (isScalar(value)) return String(value)
  throw invalid(`Template error: every ${name} object must have a String type value.`)
}

/** One argument as a list. */
export function listOf(argument: JsonValue, { resolve }: Call, message: string): JsonValue[] {
  const value = resolve(argument)
  if (value !== noValue && Array.isArray(value)) return value
  throw invalid(message)
}
