import type { JsonValue } from '../../../production/json.ts'
import { invalid } from '../invalid.ts'
import type { Call } from './arguments.ts'
import { isMap, isScalar, type Resolved } from './no-value.ts'
import { parseAttributePath, parseSub } from './sub.ts'

const form =
  'Template error: One or more Fn::Sub intrinsic functions don’t specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string'

/** Fn::Sub: a text, or a text with variables of its own. */
export function substitute(argument: JsonValue, call: Call): string {
  const [text, variables] = typeof argument === 'string' ? [argument, {}] : readPair(argument)
  return parseSub(text)
    .map((part) => ('text' in part ? part.text : variableOf(part.name, variables, call)))
    .join('')
}

function readPair(argument: JsonValue): [string, Readonly<Record<string, JsonValue>>] {
  const [text, variables] = Array.isArray(argument) && argument.length === 2 ? argument : []
  if (typeof text !== 'string' || !isMap(variables)) throw invalid(form)
  return [text, variables]
}

function variableOf(name: string, variables: Readonly<Record<string, JsonValue>>, call: Call): string {
  const value = Object.hasOwn(variables, name) ? call.resolve(variables[name] ?? null) : lookUp(name, call)
  if (isScalar(value)) return String(value)
  throw invalid(`Template error: variable ${name} in Fn::Sub expression does not resolve to a string`)
}

function lookUp(name: string, { scope }: Call): Resolved {
  const { id, attribute } = parseAttributePath(name)
  return attribute === undefined ? scope.ref(id) : scope.attribute(id, attribute)
}
