/**
 * Makes src/derive/facts/physical-names.json: for each CloudFormation type the properties that name a physical resource.
 * `node --import tsx scripts/generate-facts.ts FOLDER`, where FOLDER holds the full physical-names.json.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NameFact, NameFacts } from '../src/derive/facts/names.ts'

interface Source {
  kind: string
  tier: string
  required: boolean
  maxLength?: number
  pattern?: string
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Give the folder that holds physical-names.json.')
const source = JSON.parse(readFileSync(join(folder, 'physical-names.json'), 'utf8')) as Record<string, Record<string, Source>>
const facts: NameFacts = Object.fromEntries(Object.entries(source).flatMap(([type, properties]) => compact(type, properties)))
const lines = Object.entries(facts).map(([type, properties]) => `${JSON.stringify(type)}: ${JSON.stringify(properties)}`)
writeFileSync(new URL('../src/derive/facts/physical-names.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`)

/** A name beside a reference to its parent, both in the identifier, is unique within that parent only. */
function compact(type: string, properties: Record<string, Source>): [string, Record<string, NameFact>][] {
  const hasParent = Object.values(properties).some((each) => each.kind !== 'name' && each.required && each.tier.startsWith('primary'))
  const names = Object.entries(properties).filter(([, each]) => each.kind === 'name')
  return names.length === 0 ? [] : [[type, Object.fromEntries(names.map(([name, each]) => [name, fact(each, hasParent)]))]]
}

function fact(source: Source, hasParent: boolean): NameFact {
  return {
    ...(source.required ? { required: true } : {}),
    ...(hasParent ? { inParent: true } : {}),
    ...(source.tier.startsWith('mutable') ? { label: true } : {}),
    ...(source.maxLength === undefined || source.maxLength > 2048 ? {} : { max: source.maxLength }),
    ...(source.pattern === undefined ? {} : { pattern: source.pattern }),
  }
}
