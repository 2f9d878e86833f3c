import { didYouMean, type Fault, quote, transformsOf } from './check-types.ts'
import { isRecord, type JsonValue } from './json.ts'
import { pointerOf } from './locate.ts'
import type { Template } from './types.ts'

const sections = [
  ...['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings', 'Conditions', 'Transform'],
  ...['Resources', 'Outputs', 'Hooks', 'Globals'],
]
const resourceKeys = [
  ...['Type', 'Properties', 'DependsOn', 'Condition', 'Metadata', 'DeletionPolicy', 'UpdateReplacePolicy', 'CreationPolicy'],
  ...['UpdatePolicy', 'Description', 'Version', 'Connectors', 'IgnoreGlobals'],
]
const mostResources = 500

/** The forms of sections, parameters, resources and outputs; keys that CloudFormation does not have. */
export function checkShapes(template: Template): Fault[] {
  // A macro may take sections of its own; what it makes is not known.
  const hasMacros = transformsOf(template).length > 0
  return [
    ...(hasMacros ? [] : strangers(template, [], sections, 'section')),
    ...['Metadata', 'Parameters', 'Rules', 'Mappings', 'Conditions', 'Outputs'].flatMap((name) => sectionFaults(template, name)),
    ...Object.entries(template.Resources).flatMap(([id, resource]) => resourceFaults(id, resource as unknown as JsonValue, hasMacros)),
    ...countFaults(template),
  ]
}

function strangers(value: object, path: readonly string[], known: readonly string[], what: string): Fault[] {
  const unknown = Object.keys(value).filter((key) => !known.includes(key) && !key.startsWith('Fn::'))
  return unknown.map((key) => ({
    path: pointerOf([...path, key]),
    reason: `${quote(key)} is no ${what} that CloudFormation has`,
    ...didYouMean(key, known),
    isFatal: false,
  }))
}

const entryNouns: Readonly<Record<string, string>> = { Parameters: 'parameter', Outputs: 'output', Mappings: 'mapping', Rules: 'rule' }

function sectionFaults(template: Template, name: string): Fault[] {
  const section = (template as unknown as Record<string, JsonValue>)[name]
  if (section === undefined) return []
  if (!isRecord(section)) return [fatal([name], `${name} is no map`)]
  const noun = entryNouns[name]
  // Macros stand in for entries; they are refused where calls are looked at.
  const entries = Object.entries(section).filter(([key]) => !key.startsWith('Fn::'))
  return noun === undefined ? [] : entries.flatMap(([key, entry]) => entryFaults(name, noun, key, entry))
}

function entryFaults(section: string, noun: string, key: string, entry: JsonValue): Fault[] {
  const path = [section, key]
  if (!isRecord(entry)) return [fatal(path, `the ${noun} ${quote(key)} is no map`)]
  if (section === 'Parameters' && typeof entry.Type !== 'string') return [fatal(path, `the parameter ${quote(key)} has no Type`)]
  if (section === 'Outputs') return outputFaults(path, key, entry)
  if (section !== 'Mappings') return []
  const flat = Object.entries(entry).filter(([first, values]) => !isRecord(values) && !first.startsWith('Fn::'))
  return flat.map(([first]) => fatal([...path, first], `${quote(first)} in the mapping ${quote(key)} is no map`))
}

function outputFaults(path: string[], key: string, output: Record<string, JsonValue>): Fault[] {
  if ('Fn::Transform' in output) return []
  if ((output.Value ?? null) === null) return [fatal(path, `the output ${quote(key)} has no Value`)]
  const hasExport = (output.Export ?? null) !== null
  if (!hasExport || (isRecord(output.Export) && (output.Export.Name ?? null) !== null)) return []
  return [fatal([...path, 'Export'], `the Export of the output ${quote(key)} has no Name`)]
}

function resourceFaults(id: string, resource: JsonValue, hasMacros: boolean): Fault[] {
  const path = ['Resources', id]
  if (id.startsWith('Fn::')) return []
  if (!isRecord(resource)) return [fatal(path, `the resource ${quote(id)} is no map`)]
  if (typeof resource.Type !== 'string') return [fatal(path, `the resource ${quote(id)} has no Type`)]
  return [
    ...(resource.Properties === undefined || isRecord(resource.Properties)
      ? []
      : [fatal([...path, 'Properties'], `the Properties of ${quote(id)} are no map`)]),
    ...(hasMacros ? [] : strangers(resource, path, resourceKeys, 'attribute of a resource')),
    ...dependsOnFaults(path, id, resource.DependsOn),
    ...(resource.Condition === undefined || typeof resource.Condition === 'string'
      ? []
      : [fatal([...path, 'Condition'], `the Condition of ${quote(id)} is no name`)]),
  ]
}

function dependsOnFaults(path: string[], id: string, dependsOn: JsonValue | undefined): Fault[] {
  const names = dependsOn === undefined ? [] : [dependsOn].flat()
  if (names.every((name) => typeof name === 'string')) return []
  return [fatal([...path, 'DependsOn'], `DependsOn of ${quote(id)} is neither a name nor a list of names`)]
}

function countFaults(template: Template): Fault[] {
  const count = Object.keys(template.Resources).length
  if (count <= mostResources) return []
  return [{ path: '/Resources', reason: `it has ${count} resources, and CloudFormation takes at most ${mostResources}`, isFatal: false }]
}

function fatal(path: readonly string[], reason: string): Fault {
  return { path: pointerOf(path), reason, isFatal: true }
}
