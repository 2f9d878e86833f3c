import { fail, type ReplicaError } from '../errors.ts'
import type { JsonValue } from './json.ts'
import { parseTemplateJson } from './template-json.ts'
import { parseTemplateYaml } from './template-yaml.ts'
import type { Template } from './types.ts'

const largestTemplate = 1_000_000

/**
 * Parses the text of a CloudFormation template, YAML with every short form or JSON, to plain JSON. `origin` names it in
 * messages: a path, or `stack NAME`. What the sections hold is for `checkTemplate` to look at. Throws
 * `production.template_invalid` with the places.
 */
export function parseTemplate(text: string, origin: string): Template {
  refuseText(text, origin)
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const value = parseTemplateJson(source, origin) ?? parseTemplateYaml(source, origin)
  if (!isMap(value)) throw invalid(`${origin}:1:1`, 'it is no map of sections')
  if (!isMap(value.Resources)) throw invalid(`${origin}:1:1`, 'it has no Resources')
  // The shapes of sections and resources are looked at by `checkTemplate`.
  return withoutEmpty(value) as unknown as Template
}

function refuseText(text: string, origin: string): void {
  if (text.length > largestTemplate || (text.length > largestTemplate / 3 && bytesOf(text) > largestTemplate)) {
    throw invalid(`${origin}:1:1`, 'it is larger than 1 MB, which is the most that CloudFormation takes')
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this one is what is looked for
  const foreign = /[\uFFFD\u0000]/.exec(text.slice(0, 4))
  if (foreign !== null) throw invalid(`${origin}:1:1`, 'it is not UTF-8 (perhaps UTF-16); save it as UTF-8')
  const mark = text.indexOf('\uFEFF', 1)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this one is what is looked for
  const zero = text.search(/\u0000/)
  if (mark > 0) throw invalid(placeAt(text, mark, origin), 'a byte order mark stands inside it; take it out')
  if (zero >= 0) throw invalid(placeAt(text, zero, origin), 'a zero byte stands inside it; take it out')
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

function placeAt(text: string, offset: number, origin: string): string {
  const before = text.slice(0, offset).split('\n')
  return `${origin}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

/** Empty sections (`Outputs:` with nothing below) and empty parts of resources are left out. */
function withoutEmpty(template: Record<string, JsonValue>): Record<string, JsonValue> {
  const sections = Object.entries(template).filter(([, value]) => value !== null)
  return Object.fromEntries(
    sections.map(([name, value]) => (name === 'Resources' && isMap(value) ? [name, cleanResources(value)] : [name, value])),
  )
}

function cleanResources(resources: Record<string, JsonValue>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, isMap(resource) ? cleanResource(resource) : resource]))
}

/** A resource's own keys (`Properties:`, `DependsOn:`) with nothing below. */
function cleanResource(resource: Record<string, JsonValue>): Record<string, JsonValue> {
  const entries = Object.entries(resource)
  return entries.some(([, value]) => value === null) ? Object.fromEntries(entries.filter(([, value]) => value !== null)) : resource
}

function isMap(value: JsonValue | undefined): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(place: string, reason: string): ReplicaError {
  return fail('production.template_invalid', { place, reason })
}
