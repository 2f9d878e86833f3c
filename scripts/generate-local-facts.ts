/**
 * Makes three files in src/local-cloud/facts: resource-types.json, every known CloudFormation type, by service, with its
 * typical seconds to create; resource-names.json, the property that names a physical resource, by type; and from
 * src/derive/facts/tags.json, tag-properties.json.
 * `node --import tsx scripts/generate-local-facts.ts FOLDER`, where FOLDER holds resource-seconds.json,
 * handler-permissions.json and physical-names.json.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ResourceName } from '../src/local-cloud/facts/resource-names.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Give the folder that holds the three source files.')
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const seconds = read('resource-seconds.json') as Record<string, { create: number }>
const known = Object.keys(read('handler-permissions.json') as object)
/** Types of AWS's own tests and past names, which no template can use. */
const notPublic = /^AWS::(Internal|Hawk|CodeTest|GammaDilithium|Canary|ConsoleConfiguration|GameCast|DeadlineCloud)::|::Test/
/** The median over all types, for those that nobody has measured. */
const usualSeconds = 2

const services: Record<string, Record<string, number>> = {}
for (const type of [...new Set([...known, ...Object.keys(seconds)])].sort()) {
  const [vendor, service, name] = type.split('::')
  if (vendor !== 'AWS' || service === undefined || name === undefined || notPublic.test(type)) continue
  services[service] = { ...services[service], [name]: seconds[type]?.create ?? usualSeconds }
}
const lines = Object.entries(services).map(([service, types]) => `${JSON.stringify(service)}: ${JSON.stringify(types)}`)
writeFileSync(new URL('../src/local-cloud/facts/resource-types.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`)

const tagged = JSON.parse(readFileSync(new URL('../src/derive/facts/tags.json', import.meta.url), 'utf8')) as Record<
  string,
  [string, string]
>
const tagLines = Object.entries(tagged).map(([type, [property, shape]]) => `${JSON.stringify(type)}: ${JSON.stringify([property, shape])}`)
writeFileSync(new URL('../src/local-cloud/facts/tag-properties.json', import.meta.url), `{\n${tagLines.join(',\n')}\n}\n`)

interface NameSource {
  kind: string
  tier: string
  required: boolean
  maxLength?: number
  pattern?: string
}

const named = Object.entries(read('physical-names.json') as Record<string, Record<string, NameSource>>).flatMap(nameOf)
writeFileSync(new URL('../src/local-cloud/facts/resource-names.json', import.meta.url), `{\n${named.join(',\n')}\n}\n`)

/** A name beside a reference to its parent, both in the identifier, is unique within that parent only. */
function nameOf([type, properties]: [string, Record<string, NameSource>]): string[] {
  const hasParent = Object.values(properties).some((each) => each.kind !== 'name' && each.required && each.tier.startsWith('primary'))
  const names = Object.entries(properties).filter(([property, { kind }]) => kind === 'name' && !property.includes('.'))
  const [best] = names.sort(([, a], [, b]) => Number(a.tier.startsWith('mutable')) - Number(b.tier.startsWith('mutable')))
  if (best === undefined) return []
  const [property, { tier, maxLength = 128, pattern }] = best
  const fact: ResourceName = {
    property,
    ...(hasParent || tier.startsWith('mutable') ? { shared: true } : {}),
    ...(maxLength > 255 ? {} : { max: maxLength }),
    ...(pattern === undefined || /A-Z|\\w|\\S|\.[*+]/.test(pattern) ? {} : { lower: true }),
  }
  return [`${JSON.stringify(type)}: ${JSON.stringify(fact)}`]
}
