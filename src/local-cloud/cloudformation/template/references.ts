import type { JsonValue } from '../../../production/json.ts'
import { asFunction, isMap } from './no-value.ts'
import { parseAttributePath, parseSub } from './sub.ts'

/** One mention of a parameter or resource; with an attribute for Fn::GetAtt. */
export interface Reference {
  id: string
  attribute?: string
}

/** Everything that a value refers to. `holds` leaves out the branches of Fn::If that are not taken. */
export function findReferences(value: JsonValue | undefined, holds: (condition: string) => boolean): Reference[] {
  if (Array.isArray(value)) return value.flatMap((item) => findReferences(item, holds))
  if (!isMap(value)) return []
  const call = asFunction(value)
  if (call === undefined) return Object.values(value).flatMap((item) => findReferences(item, holds))
  return inFunction(call.name, call.argument, holds)
}

function inFunction(name: string, argument: JsonValue, holds: (condition: string) => boolean): Reference[] {
  if (name === 'Ref') return typeof argument === 'string' ? [{ id: argument }] : []
  if (name === 'Fn::GetAtt') return inGetAttribute(argument, holds)
  if (name === 'Fn::Sub') return inSub(argument, holds)
  if (name === 'Fn::If' && Array.isArray(argument) && typeof argument[0] === 'string') {
    return findReferences(holds(argument[0]) ? argument[1] : argument[2], holds)
  }
  return findReferences(argument, holds)
}

function inGetAttribute(argument: JsonValue, holds: (condition: string) => boolean): Reference[] {
  if (typeof argument === 'string') return [parseAttributePath(argument)]
  const [id, ...rest] = Array.isArray(argument) ? argument : []
  if (typeof id !== 'string') return []
  return [{ id, attribute: rest.filter((part) => typeof part === 'string').join('.') }, ...findReferences(rest, holds)]
}

function inSub(argument: JsonValue, holds: (condition: string) => boolean): Reference[] {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  const own = isMap(variables) ? variables : {}
  const named = typeof text === 'string' ? parseSub(text).flatMap((part) => ('name' in part ? [part.name] : [])) : []
  const free = named.filter((name) => !Object.hasOwn(own, name)).map(parseAttributePath)
  return [...free, ...findReferences(Object.values(own), holds)]
}
