import { durationSource } from './duration.ts'
import { language } from './language.ts'
import type { Entry, Shape } from './shape.ts'

type Schema = Record<string, unknown>

/** The JSON schema (draft 2020-12) of replica.yml, from which an editor completes keys and shows mistakes. */
export function specJsonSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'replica.yml of prod-replica',
    ...schemaOf(language),
  }
}

function schemaOf(shape: Shape): Schema {
  switch (shape.kind) {
    case 'object':
      return objectSchema(shape.keys, shape.oneOf)
    case 'map':
      return {
        type: 'object',
        patternProperties: { [shape.key.source]: schemaOf(shape.of) },
        additionalProperties: false,
      }
    case 'list':
      return { type: 'array', items: schemaOf(shape.of), ...(shape.least === undefined ? {} : { minItems: shape.least }) }
    case 'either':
      return { anyOf: shape.of.map(schemaOf) }
    default:
      return scalarSchema(shape)
  }
}

function objectSchema(keys: Readonly<Record<string, Entry>>, oneOf: readonly string[] | undefined): Schema {
  const required = Object.keys(keys).filter((key) => keys[key]?.required === true)
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(keys).map(([key, entry]) => [key, entrySchema(entry)])),
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map((key) => ({ required: [key] })) }),
  }
}

function entrySchema(entry: Entry): Schema {
  const shown = entry.default === undefined ? entry.description : `${entry.description} Default: ${entry.default}.`
  return { description: `${shown} Example: ${entry.example}`, ...schemaOf(entry.value) }
}

function scalarSchema(shape: Exclude<Shape, { kind: 'object' | 'map' | 'list' | 'either' }>): Schema {
  switch (shape.kind) {
    case 'text':
      return { type: 'string', pattern: shape.pattern?.source ?? '\\S' }
    case 'literal':
      return { type: ['string', 'number', 'boolean'] }
    case 'version':
      return { const: shape.is }
    case 'flag':
      return { type: 'boolean' }
    case 'duration':
      return { type: 'string', pattern: shape.positive ? durationSource.positive : durationSource.any }
    case 'date':
      return { type: 'string', format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }
    case 'count':
      return { type: 'integer', minimum: shape.least, maximum: shape.most }
    case 'choice':
      return { enum: shape.of.flatMap((each) => (each === 'null' ? ['null', null] : [each])) }
  }
}
