import type { DatabaseTarget } from '../ports/databases.ts'

/** A store of the replica that answers. It holds a password: it is never written anywhere. */
export interface Store {
  name: string
  /** What production runs. */
  engine: 'postgres' | 'redshift'
  /** What really answers: the local cloud plays Redshift on PostgreSQL. */
  server: 'postgres' | 'redshift'
  /** The server's major version: 18. */
  serverVersion: number
  target: DatabaseTarget
}

/** A column of one database, by numbers that survive renames and clones. */
export interface ColumnRef {
  /** pg_class.oid */
  table: number
  /** pg_attribute.attnum; 0 stands for the table as a whole. */
  attnum: number
}

/** What a database's catalog says of its user tables and views, by OID. */
export type Schema = ReadonlyMap<number, TableShape>

export interface TableShape {
  oid: number
  schema: string
  name: string
  kind: 'table' | 'view' | 'materialized_view' | 'foreign_table'
  /** By attnum, in that order. */
  columns: ReadonlyMap<number, ColumnShape>
  /** attnums of the primary key, else of the first unique index; empty without one. */
  key: readonly number[]
  /** A view's query. */
  definition?: string
  /** A hash of a view's query by numbers: it stays where only names in it changed. */
  query?: string
  /** A materialized view that was never filled: reading it fails. */
  unfilled?: boolean
  /** Rows are shown by policies only, but to the owner. */
  secured?: boolean
}

export interface ColumnShape {
  attnum: number
  name: string
  /** As format_type writes it: `character varying(20)`. */
  type: string
  nullable: boolean
  default: string | null
  /** A hash of the default by numbers: it stays where only names in it changed. */
  defaultTree?: string
  generated: boolean
}

export type SchemaChangeKind =
  | 'table_added'
  | 'table_dropped'
  | 'table_renamed'
  | 'table_replaced'
  | 'column_added'
  | 'column_dropped'
  | 'column_renamed'
  | 'column_retyped'
  | 'column_nullability'
  | 'column_default'
  | 'column_moved'
  | 'column_remade'
  | 'view_changed'
  | 'key_added'
  | 'key_dropped'
  | 'key_renamed'
  | 'key_changed'
  | 'type_added'
  | 'type_dropped'
  | 'type_renamed'
  | 'type_changed'
  | 'enum_value_added'
  | 'enum_value_dropped'
  | 'enum_value_renamed'
  | 'enum_value_moved'
  | 'function_added'
  | 'function_dropped'
  | 'function_renamed'
  | 'function_signature'
  | 'function_body'
  | 'sequence_added'
  | 'sequence_dropped'
  | 'sequence_renamed'
  | 'sequence_changed'
  | 'sequence_reset'
  | 'trigger_added'
  | 'trigger_dropped'
  | 'trigger_changed'
  | 'partition_attached'
  | 'partition_detached'
  | 'row_security_changed'
  | 'grant_added'
  | 'grant_revoked'
  | 'extension_added'
  | 'extension_dropped'
  | 'extension_changed'
  | 'rows_changed'

/** One difference between two catalogs of the same origin. `table` is the OID of a function, type or sequence that belongs to no table. */
export interface SchemaDelta extends ColumnRef {
  kind: SchemaChangeKind
  /** `schema.table` before the change (after it, for what was added); the thing's own name where it belongs to no table. */
  name: string
  column?: string
  /** The key, trigger, value, partition or role that it is about. */
  object?: string
  before?: string
  after?: string
  /** Other columns that feel it: those of a changed type, those that a function fills. */
  touches?: readonly ColumnRef[]
  /** Paired by name and likeness only, as on Redshift: it may be something else. */
  certainty?: 'probable'
}

/** What differs in one table between two databases. */
export interface TableDelta {
  /** `schema.table`. */
  table: string
  rows: { before: number; after: number }
  columns: readonly ColumnDifference[]
  /** A few rows that differ, by the table's own order of columns; masked values only. */
  examples: readonly RowExample[]
}

export interface ColumnDifference {
  column: string
  /** Share of nulls, 0 to 1. */
  nulls: { before: number; after: number }
  /** A figure for people: mean of a numeric column, count of distinct values of another. */
  summary: { figure: 'mean' | 'distinct'; before: number | null; after: number | null }
  /** Least and greatest number. */
  range?: { before: { least: number; most: number }; after: { least: number; most: number } }
  /** Of a column of few values: those whose share of the rows moved most, 0 to 1. Masked values only. */
  shares?: readonly { value: string; before: number; after: number }[]
}

/** Column → value as text; null where the row is only on the other side. */
export interface RowExample {
  before: Readonly<Record<string, string | null>> | null
  after: Readonly<Record<string, string | null>> | null
}
