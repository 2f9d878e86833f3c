import { quoteName } from '../sql/quote.ts'
import type { ColumnShape } from '../types.ts'
import type { ColumnPair } from './pairs.ts'
import { comparableText, isFloat, isNumeric } from './pairs.ts'

/** How rows are hashed. */
export interface HashStyle {
  /** By each type's own hash function, which PostgreSQL has for whole rows since 14; else by the row's text. */
  typed: boolean
  /** Floating-point numbers to 15 digits: the last ones of a sum differ from run to run. Slower. */
  tolerant: boolean
}

/** Types whose equal values have equal hashes, in every database. Enums are hashed by numbers that a change moves. */
const hashed =
  /^(?:smallint|integer|bigint|oid|numeric(?:\([\d,]+\))?|real|double precision|text|character(?: varying)?(?:\(\d+\))?|boolean|date|uuid|bytea|inet|cidr|time(?:stamp)?(?:\(\d\))? with(?:out)? time zone)(?:\[\])?$/

const otherOwn =
  /^(?:jsonb?|xml|interval.*|money|bit(?: varying)?(?:\(\d+\))?|point|line|lseg|box|path|polygon|circle|tsvector|tsquery|\w+range|macaddr8?|name)(?:\[\])?$/

/** Whether the type is PostgreSQL's own, so that a value reads the same until it is written. */
export function isSettledType(type: string): boolean {
  return hashed.test(type) || otherOwn.test(type)
}

/** A column's value as SQL that has the same hash on both sides where it is the same. */
export function hashValue(column: ColumnShape, other: ColumnShape, style: HashStyle): string {
  const name = quoteName(column.name)
  if (!style.typed) return comparableText(column, other)
  if (column.type === other.type && hashed.test(column.type)) return style.tolerant && isFloat(column.type) ? `${name}::numeric` : name
  // Numbers hash alike whatever their scale.
  return isNumeric(column.type) && isNumeric(other.type) ? `${name}::numeric` : comparableText(column, other)
}

/** The values of the columns that two tables share, as the one side or the other has them. */
export function hashValues(columns: readonly ColumnPair[], own: 'before' | 'after', style: HashStyle): string[] {
  const other = own === 'before' ? 'after' : 'before'
  return columns.map((column) => hashValue(column[own], column[other], style))
}

/** The hash of a whole row of values, as SQL. */
export function rowHash(values: readonly string[], { typed }: HashStyle): string {
  return typed ? `hash_record_extended(ROW(${values.join(', ')}), 0)` : `hashtextextended(ROW(${values.join(', ')})::text, 0)`
}
