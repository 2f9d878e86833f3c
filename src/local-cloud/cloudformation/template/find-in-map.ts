import type { JsonValue } from '../../../production/json.ts'
import { invalid } from '../invalid.ts'
import type { Call } from './arguments.ts'
import { parts, textOf } from './arguments.ts'
import { isMap, type Resolved } from './no-value.ts'

const form =
  'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value'

/** Fn::FindInMap, with the DefaultValue of the language extensions as its fourth part. */
export function findInMap(argument: JsonValue, call: Call): Resolved {
  const [mapName = '', first = '', second = '', options = {}] = parts(argument, [3, 4], form)
  const [name, top, attribute] = [mapName, first, second].map((part) => textOf(part, call, 'Fn::FindInMap')) as [string, string, string]
  const found = lookUp(call, name, top, attribute)
  if (found !== undefined) return found
  if (isMap(options) && options.DefaultValue !== undefined) return call.resolve(options.DefaultValue)
  if (call.scope.mapping(name) === undefined) {
    throw invalid(`Template error: Mapping named '${name}' is not present in the 'Mappings' section of template.`)
  }
  throw invalid(`Template error: Unable to get mapping for ${name}::${top}::${attribute}`)
}

function lookUp({ scope }: Call, name: string, top: string, attribute: string): JsonValue | undefined {
  const mapping = scope.mapping(name) ?? {}
  const row = Object.hasOwn(mapping, top) ? mapping[top] : undefined
  return row !== undefined && Object.hasOwn(row, attribute) ? row[attribute] : undefined
}
