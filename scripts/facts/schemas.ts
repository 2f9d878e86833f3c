import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A node of a JSON schema, with the fields that the facts are made from. */
export interface Node {
  $ref?: string
  type?: string | string[]
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  minLength?: number
  maxLength?: number
  properties?: Record<string, Node>
  patternProperties?: Record<string, Node>
  items?: Node
  oneOf?: Node[]
  anyOf?: Node[]
  allOf?: Node[]
}

/** The provider schema of one resource type. Its lists of properties are JSON pointers: `/properties/Name`. */
export interface Schema extends Node {
  typeName: string
  properties: Record<string, Node>
  definitions?: Record<string, Node>
  required?: string[]
  primaryIdentifier?: string[]
  additionalIdentifiers?: string[][]
  createOnlyProperties?: string[]
  conditionalCreateOnlyProperties?: string[]
  readOnlyProperties?: string[]
  taggable?: boolean
  tagging?: { taggable?: boolean; tagOnCreate?: boolean; tagProperty?: string }
  handlers?: Partial<Record<Handler, { permissions?: string[] }>>
}

export const handlerNames = ['create', 'read', 'update', 'delete'] as const
export type Handler = (typeof handlerNames)[number]

export interface Schemas {
  /** ISO 8601: when the schemas were collected from AWS. */
  date: string
  /** In the order of their types' names. */
  types: readonly Schema[]
}

/**
 * Every provider schema that the unpacked wheel of cfn-lint carries, of any region. `folder` is the one that holds
 * `cfnlint/`.
 */
export function loadSchemas(folder: string): Schemas {
  const root = join(folder, 'cfnlint', 'data', 'schemas')
  const regions = readdirSync(join(root, 'providers'))
    .filter((name) => name.endsWith('.json'))
    .sort()
  const files = new Map(regions.flatMap((name) => Object.entries(readJson<Record<string, string>>(join(root, 'providers', name)))))
  const { schema_date } = readJson<{ schema_date: string }>(join(root, 'version.json'))
  const types = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, hash]) => readJson<Schema>(join(root, 'resources', `${hash}.json`)))
  return { date: schema_date, types }
}

/** The node that a `$ref` leads to; other nodes as they are. */
export function resolve(schema: Schema, node: Node): Node {
  let found = node
  for (let depth = 0; found.$ref !== undefined && depth < 8; depth += 1) {
    const [, kind, name = ''] = found.$ref.split('/')
    found = (kind === 'definitions' ? schema.definitions : schema.properties)?.[name] ?? {}
  }
  return found
}

/** The names of the top-level properties in a list of JSON pointers. */
export function topLevel(pointers: readonly string[] | undefined): Set<string> {
  return new Set((pointers ?? []).flatMap((pointer) => /^\/properties\/([^/]+)$/.exec(pointer)?.[1] ?? []))
}

export function readJson<Shape>(path: string): Shape {
  return JSON.parse(readFileSync(path, 'utf8')) as Shape
}
