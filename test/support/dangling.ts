import { namedBy } from '../../src/derive/references.ts'
import type { Leak, PlannedStack } from '../../src/derive/types.ts'
import { callOf } from '../../src/production/fold.ts'
import type { JsonValue } from '../../src/production/json.ts'
import type { Template } from '../../src/production/types.ts'

/** What a stack of a plan refers to and nobody gives: resources, parameters, conditions, maps, exports that are not told as leaks. */
export function danglingIn({ template, production }: PlannedStack, exported: ReadonlySet<string>, leaks: readonly Leak[]): string[] {
  const told = new Set(leaks.map((leak) => leak.found))
  const isExported = (name: JsonValue) => exported.has(JSON.stringify(name)) || told.has(String(name))
  const { Resources, Outputs = {}, Conditions = {} } = template
  const calls = callsIn([
    Object.values(Resources).map((each) => each.Properties ?? {}),
    Object.values(Outputs),
    Conditions,
  ] as unknown as JsonValue)
  const faults = [
    ...calls.flatMap((call) => faultsOf(call, template, isExported)),
    ...Object.values(Resources).flatMap((each) => faultsOfResource(each, template)),
  ]
  return faults.map((fault) => `${production}: ${fault}`)
}

interface Call {
  name: string
  argument: JsonValue
}

function callsIn(value: JsonValue): Call[] {
  if (typeof value !== 'object' || value === null) return []
  const call = callOf(value)
  return [...(call === undefined ? [] : [call]), ...Object.values(value).flatMap(callsIn)]
}

function faultsOf({ name, argument }: Call, template: Template, isExported: (name: JsonValue) => boolean): string[] {
  const first = Array.isArray(argument) ? (argument[0] ?? '') : argument
  const isThere: Record<string, () => boolean> = {
    'Fn::If': () => template.Conditions?.[String(first)] !== undefined,
    Condition: () => template.Conditions?.[String(first)] !== undefined,
    'Fn::FindInMap': () => template.Mappings?.[String(first)] !== undefined,
    'Fn::ImportValue': () => isExported(argument),
  }
  const check = isThere[name]
  if (check !== undefined) return check() ? [] : [`${name} ${JSON.stringify(first)}`]
  const known = { ...template.Resources, ...template.Parameters }
  return namedBy({ name, argument }).filter((each) => known[each] === undefined && !each.startsWith('AWS::'))
}

function faultsOfResource(resource: Template['Resources'][string], template: Template): string[] {
  const needed = [resource.DependsOn ?? []].flat().filter((name) => template.Resources[name] === undefined)
  const condition = resource.Condition
  return condition === undefined || template.Conditions?.[condition] !== undefined ? needed : [...needed, `Condition ${condition}`]
}
