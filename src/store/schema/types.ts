import type { ColumnRef, Schema } from '../types.ts'

/** All that a database's catalog says of what its users made. */
export interface Catalog {
  tables: Schema
  objects: readonly SchemaObject[]
  partitions: readonly Partition[]
  grants: readonly Grant[]
}

/** What is no table: it has a name, a definition, and columns or tables that feel it. */
export interface SchemaObject {
  class: 'key' | 'type' | 'function' | 'sequence' | 'trigger' | 'policy' | 'extension'
  oid: number
  /** `public.mood`; without its schema where it belongs to a table. */
  name: string
  /** pg_class.oid of the table that it belongs to. */
  table: number | null
  /** For people. Names that it holds follow renames. */
  definition: string
  /** The same where only names in the definition changed: made of numbers. Null where the definition says it all. */
  identity: string | null
  /** A hash of what a function does. */
  body: string | null
  /** An enum's values, in their order. */
  labels: readonly EnumLabel[] | null
  /** How far a sequence has come; null where it is not told. */
  last: number | null
  /** Tables and columns that lean on it. */
  touches: readonly ColumnRef[]
}

export interface EnumLabel {
  oid: number
  label: string
}

/** A table that is part of another. */
export interface Partition {
  oid: number
  parent: number
  /** `schema.table` */
  name: string
  bound: string
}

/** What one role may do with a table, a column, a function or a schema. */
export interface Grant {
  /** The table's, function's or schema's OID. */
  on: number
  kind: 'table' | 'column' | 'function' | 'schema'
  /** `public.scores`, `public.scores.name`, `public.f(integer)`, `reports` */
  name: string
  attnum: number
  grantee: string
  privileges: readonly string[]
}
