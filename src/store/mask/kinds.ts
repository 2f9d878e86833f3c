import type { ValueKind } from './types.ts'

/** The kind of a type, by its name in pg_type, its own type (`e` for an enum) and its category (`A` for an array). */
export function kindOf(base: string, typtype: string, category: string): ValueKind {
  if (typtype === 'e') return 'enum'
  if (category === 'A') return 'array'
  return kinds[base] ?? 'other'
}

const kinds: Readonly<Record<string, ValueKind>> = {
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  citext: 'text',
  name: 'text',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  numeric: 'number',
  float4: 'number',
  float8: 'number',
  money: 'number',
  date: 'date',
  timestamp: 'date',
  timestamptz: 'date',
  uuid: 'uuid',
  bytea: 'bytes',
  json: 'json',
  jsonb: 'json',
  inet: 'address',
  bool: 'boolean',
  hstore: 'document',
  tsvector: 'document',
  xml: 'document',
}
