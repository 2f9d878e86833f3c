import type { MaskMethod } from '../../spec/types.ts'

/** What masking asks about a type: what can be put in a value's place. */
export type ValueKind =
  | 'text'
  | 'integer'
  | 'number'
  | 'date'
  | 'uuid'
  | 'bytes'
  | 'json'
  | 'address'
  | 'array'
  | 'enum'
  | 'boolean'
  | 'document'
  | 'other'

/** One column of a store, with what masking must know of it. */
export interface MaskColumn {
  attnum: number
  name: string
  /** As format_type writes it, with its schema outside pg_catalog: `character varying(20)`. */
  type: string
  kind: ValueKind
  /** Name of the type in pg_type, that of a domain's base: `varchar`. */
  base: string
  /** The most characters that a text may have. */
  length: number | null
  nullable: boolean
  /** Its values come from other columns of the row, or from the server alone. */
  generated: boolean
  /** It is a unique key by itself. */
  unique: boolean
}

/** A table of a store; partitions are part of their parent. */
export interface MaskTable {
  oid: number
  schema: string
  name: string
  kind: 'table' | 'partitioned' | 'foreign' | 'view'
  /** On disk, with its partitions. */
  bytes: number
  columns: readonly MaskColumn[]
}

/** A foreign key: the columns of a pair stand at the same place in both lists. */
export interface KeyLink {
  from: { table: number; columns: readonly number[] }
  to: { table: number; columns: readonly number[] }
}

export interface MaskCatalog {
  tables: readonly MaskTable[]
  links: readonly KeyLink[]
  /** Name of the encoding that the server keeps text in. */
  encoding: string
}

/** What becomes of one column. */
export interface ColumnMask {
  column: MaskColumn
  method: Exclude<MaskMethod, 'keep'>
  /** Characters that the masked text may have: the shortest of the columns that refer to one another. */
  length: number | null
  /** Where the rule stands. */
  place: string
}

/** The columns of one table that are to be masked together. */
export interface TableMask {
  table: MaskTable
  columns: readonly ColumnMask[]
}
