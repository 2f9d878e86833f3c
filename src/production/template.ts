import { fail } from '../errors.ts'
import type { JsonValue } from './json.ts'
import { parseTemplateYaml } from './template-yaml.ts'
import type { Template } from './types.ts'

const largestTemplate = 1_000_000

/**
 * Parses the text of a CloudFormation template, YAML with every short form or JSON, to plain JSON. `origin` names it in
 * messages: a path, or `stack NAME`. Throws `production.template_invalid` with the place.
 */
export function parseTemplate(text: string, origin: string): Template {
  if (text.length > largestTemplate) throw invalid(`${origin}:1:1`, 'it is larger than 1 MB')
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const value = parseJson(source) ?? parseTemplateYaml(source, origin)
  return asTemplate(value, origin)
}

/** Undefined where the text is not JSON; YAML is tried then, whose errors have places. */
function parseJson(text: string): JsonValue | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

function asTemplate(value: JsonValue, origin: string): Template {
  const place = `${origin}:1:1`
  if (!isMap(value)) throw invalid(place, 'it is no map of sections')
  if (!isMap(value.Resources)) throw invalid(place, 'it has no Resources')
  for (const [id, resource] of Object.entries(value.Resources)) checkResource(id, resource, origin)
  for (const section of ['Parameters', 'Outputs', 'Conditions', 'Mappings']) checkSection(value, section, place)
  // Every part that the rooms rely on has been looked at.
  return withLists(value) as unknown as Template
}

function checkResource(id: string, resource: JsonValue, origin: string): void {
  const place = `${origin}: Resources.${id}`
  if (id.startsWith('Fn::')) throw invalid(place, 'only AWS can expand this macro: name the live stack in place of the file')
  if (!isMap(resource) || typeof resource.Type !== 'string') throw invalid(place, 'the resource has no Type')
  if (resource.Properties !== undefined && resource.Properties !== null && !isMap(resource.Properties)) {
    throw invalid(place, 'its Properties are no map')
  }
}

function checkSection(template: Record<string, JsonValue>, section: string, place: string): void {
  const value = template[section]
  if (value !== undefined && value !== null && !isMap(value)) throw invalid(place, `${section} is no map`)
  const macro = isMap(value) ? Object.keys(value).find((name) => name.startsWith('Fn::')) : undefined
  if (macro !== undefined) throw invalid(place, `only AWS can expand ${section}.${macro}: name the live stack in place of the file`)
  const holdsMaps = section === 'Parameters' || section === 'Outputs'
  const entries = isMap(value) && holdsMaps ? Object.entries(value) : []
  const wrong = entries.find(([, entry]) => !isMap(entry))
  if (wrong !== undefined) throw invalid(place, `${section}.${wrong[0]} is no map`)
}

/** Empty sections (`Outputs:` with nothing below) are left out. */
function withLists(template: Record<string, JsonValue>): Record<string, JsonValue> {
  const sections = Object.entries(template).filter(([, value]) => value !== null)
  return Object.fromEntries(
    sections.map(([name, value]) => (name === 'Resources' && isMap(value) ? [name, cleanResources(value)] : [name, value])),
  )
}

function cleanResources(resources: Record<string, JsonValue>): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(resources).map(([id, resource]) => {
      if (!isMap(resource) || resource.Properties !== null) return [id, resource]
      const { Properties: _, ...rest } = resource
      return [id, rest]
    }),
  )
}

function isMap(value: JsonValue | undefined): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(place: string, reason: string) {
  return fail('production.template_invalid', { place, reason })
}
