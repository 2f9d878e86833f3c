import type { NameFact } from '../../src/derive/facts/names.ts'
import { type Candidate, curatedNames, type Tier } from './classify.ts'
import curated from './curated-names.json' with { type: 'json' }
import { type Node, resolve, type Schema } from './schemas.ts'

/** The properties that name the physical resource, by path (`Name`, `DatabaseInput.Name`), sorted. */
export function namesOf(schema: Schema, candidates: readonly Candidate[]): Record<string, NameFact> {
  const inParent = candidates.some(({ kind, tier, required }) => kind !== 'name' && tier === 'primary' && required)
  const own = candidates
    .filter(({ kind }) => kind === 'name')
    .map(({ property, node, tier, required }) => ({ path: property, node, tier, required }))
  const known = new Set(own.map(({ path }) => path))
  const others = [...nestedPaths(schema), ...curatedNames(schema.typeName)].filter((path) => !known.has(path))
  const nested = [...new Set(others)].flatMap((path) => findPath(schema, path))
  const named = [...own, ...nested].sort((a, b) => (a.path < b.path ? -1 : 1))
  return Object.fromEntries(named.map((each) => [each.path, factOf(each, inParent)]))
}

interface Named {
  path: string
  node: Node
  tier: Tier
  required: boolean
}

function factOf({ node, tier, required }: Named, inParent: boolean): NameFact {
  return {
    ...(required ? { required: true } : {}),
    ...(inParent ? { inParent: true } : {}),
    ...(tier === 'mutable' ? { label: true } : {}),
    ...(node.maxLength === undefined || node.maxLength > longest ? {} : { max: node.maxLength }),
    ...(node.pattern === undefined ? {} : { pattern: node.pattern }),
  }
}

/** A longer limit is none: nobody's name reaches it. */
const longest = 2048

/** `/properties/TableInput/Name` cannot change later: it names the table. */
function nestedPaths(schema: Schema): string[] {
  return (schema.createOnlyProperties ?? []).flatMap((pointer) => {
    const [, input, name] = /^\/properties\/(\w+)\/(\w*Name)$/.exec(pointer) ?? []
    return input === undefined || name === undefined || curated.notNested.includes(`${input}.${name}`) ? [] : [`${input}.${name}`]
  })
}

/** A path that the schema does not spell out is a name without limits. Required where the property that holds it is there: without it the whole would not be valid. */
function findPath(schema: Schema, path: string): Named[] {
  let holder: Node & { required?: string[] } = schema
  let required = false
  for (const part of path.split('.')) {
    const node = holder.properties?.[part]
    if (node === undefined) return [{ path, node: {}, tier: 'createOnly', required: false }]
    required = holder.required?.includes(part) ?? false
    holder = resolve(schema, node)
  }
  return [{ path, node: holder, tier: 'createOnly', required }]
}
