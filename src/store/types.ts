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
}

export interface ColumnShape {
  attnum: number
  name: string
  /** As format_type writes it: `character varying(20)`. */
  type: string
  nullable: boolean
  default: string | null
  generated: boolean
}

export type SchemaChangeKind =
  | 'table_added'
  | 'table_dropped'
  | 'table_renamed'
  | 'column_added'
  | 'column_dropped'
  | 'column_renamed'
  | 'column_retyped'
  | 'column_nullability'
  | 'column_default'
  | 'view_changed'
  | 'rows_changed'

/** One difference between two catalogs of the same origin. */
export interface SchemaDelta extends ColumnRef {
  kind: SchemaChangeKind
  /** `schema.table` before the change (after it, for what was added). */
  name: string
  column?: string
  before?: string
  after?: string
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
  range?: { before: readonly [number, number]; after: readonly [number, number] }
  /** Of a column of few values: those whose share of the rows moved most, 0 to 1. Masked values only. */
  shares?: readonly { value: string; before: number; after: number }[]
}

/** Column → value as text; null where the row is only on the other side. */
export interface RowExample {
  before: Readonly<Record<string, string | null>> | null
  after: Readonly<Record<string, string | null>> | null
}
