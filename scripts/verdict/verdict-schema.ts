import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type JsonSchema, parseTypes } from './parse-types.ts'

const root = join(import.meta.dirname, '../..')
const sources = ['src/store/types.ts', 'src/rehearsal/types.ts']

/** The JSON schema of verdict.json, made from the types that the code itself uses. */
export function verdictSchema(): JsonSchema {
  const types = new Map(sources.flatMap((file) => [...parseTypes(ownTypes(readFileSync(join(root, file), 'utf8')))]))
  const { definitions, ...verdict } = { ...resolve('Verdict', types), definitions: reachable('Verdict', types) }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'verdict.json of prod-replica',
    ...verdict,
    definitions,
  }
}

/** Types that are not plain data, and that a verdict does not hold. */
function ownTypes(source: string): string {
  return source.replace(/export type Schema = [^\n]*/g, '').replace(/ReadonlyMap<number, ColumnShape>/g, 'string')
}

function resolve(name: string, types: ReadonlyMap<string, JsonSchema>): JsonSchema {
  return extended(types.get(name) ?? unknown(name), types)
}

/** With what it extends, at any depth. */
function extended(schema: JsonSchema, types: ReadonlyMap<string, JsonSchema>): JsonSchema {
  const { extends: base, ...rest } = schema
  const own = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, isSchema(value) ? extended(value, types) : value]))
  if (typeof base !== 'string') return own
  const inherited = resolve(base, types)
  return {
    ...own,
    properties: { ...(inherited.properties as object), ...(own.properties as object) },
    required: [...(inherited.required as string[]), ...(own.required as string[])],
  }
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unknown(name: string): never {
  throw new Error(`no type is named ${name}`)
}

/** Everything that a type names, directly or through others, by name. */
function reachable(first: string, types: ReadonlyMap<string, JsonSchema>): Record<string, JsonSchema> {
  const found = new Map<string, JsonSchema>()
  const waiting = [first]
  for (const name of waiting) {
    const schema = resolve(name, types)
    if (name !== first) found.set(name, schema)
    const named = [...JSON.stringify(schema).matchAll(/"#\/definitions\/(\w+)"/g)].map(([, each = '']) => each)
    waiting.push(...named.filter((each) => !waiting.includes(each)))
  }
  return Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1)))
}
