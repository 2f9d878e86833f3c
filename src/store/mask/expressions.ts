import { quoteText } from '../sql/quote.ts'
import type { Store } from '../types.ts'
import { firstNames, lastNames } from './fake-words.ts'
import { wholeLength } from './methods.ts'
import type { ColumnMask, MaskColumn } from './types.ts'

/** For which server the SQL is, and how it names what it uses. */
export interface Names {
  server: Store['server']
  /** The column's own value. */
  value: string
  /** Its keyed hash, 64 hexadecimal digits. */
  hash: string
  days: string
  /** The outer key. */
  key: string
}

/** The masked value of a column, as SQL. Nulls and empty texts stay as they are. */
export function maskedValue(mask: ColumnMask, names: Names): string {
  const { column, method } = mask
  const { value } = names
  if (method === 'null') return `CAST(NULL AS ${column.type})`
  if (method === 'empty') return `CASE WHEN ${value} IS NOT NULL THEN CAST(${emptyOf(column)} AS ${column.type}) END`
  if (method === 'shift-date') return `CAST(${shiftedDate(column, names)} AS ${column.type})`
  if (column.kind === 'integer') return `CAST(${hashedNumber(column, names)} AS ${column.type})`
  const masked = `CAST(${ofHash(mask, names)} AS ${column.type})`
  return column.kind === 'text' ? `CASE WHEN ${value} = '' THEN ${value} ELSE ${masked} END` : masked
}

/** Whether a method needs the column's hash. */
export function needsHash({ column, method }: ColumnMask): boolean {
  return !(method === 'null' || method === 'empty' || method === 'shift-date' || column.kind === 'integer')
}

/** The keyed hash of a column's value: SHA-256 nested under two keys, the same on every server. */
export function keyedHash(column: MaskColumn, value: string, keys: { server: Store['server']; encoding: string }): string {
  // What is compared without regard to case must be masked so, too.
  const text = column.base === 'citext' ? `lower(CAST(${value} AS text))` : `CAST(${value} AS text)`
  if (keys.server === 'redshift') return `sha2(k.outer_key || sha2(k.inner_key || ${text}, 256), 256)`
  // A database without an encoding holds any bytes: they are taken as they are.
  const encoding = keys.encoding === 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8'
  const inner = `encode(sha256(convert_to(k.inner_key || ${text}, '${encoding}')), 'hex')`
  return `encode(sha256(convert_to(k.outer_key || ${inner}, '${encoding}')), 'hex')`
}

function emptyOf({ kind }: MaskColumn): string {
  if (kind === 'json' || kind === 'array') return "'{}'"
  return kind === 'integer' || kind === 'number' ? "'0'" : "''"
}

function shiftedDate({ base }: MaskColumn, { server, value, days }: Names): string {
  if (server === 'redshift') return `dateadd(day, -${days}, ${value})`
  return base === 'date' ? `${value} - ${days}` : `${value} - make_interval(days => ${days})`
}

const widths: Readonly<Record<string, number>> = { int2: 15, int4: 31, int8: 63 }

function hashedNumber({ base }: MaskColumn, { value, key }: Names): string {
  return `pg_temp.prod_replica_number(${value}, ${widths[base]}, ${key})`
}

function ofHash({ column, method, length }: ColumnMask, { server, hash }: Names): string {
  if (column.kind === 'bytes') return `decode(${hash}, 'hex')`
  if (column.kind === 'uuid') return `left(${hash}, 32)`
  // fd…: an address of nobody's, as RFC 4193 keeps them.
  if (column.kind === 'address') return `regexp_replace('fd' || left(${hash}, 30), '(.{4})(?!$)', '\\1:', 'g')`
  const digits = `lpad(CAST(${hexNumber(server, hash, 1, 14)} % 100000000000 AS varchar), 11, '0')`
  if (length !== null && length < (wholeLength[method as keyof typeof wholeLength] ?? 0)) return shortText(method, length, hash, digits)
  const [first, last] = [pick(firstNames, server, hash, 1), pick(lastNames, server, hash, 3)]
  // With the names, 60 bits: two people never share a mask, so that joins and unique keys hold.
  const suffix = `substring(${hash}, 5, 12)`
  if (method === 'fake-name') return `${first} || ' ' || ${last} || ' ' || ${suffix}`
  if (method === 'fake-email') return `lower(${first} || '.' || ${last}) || '.' || ${suffix} || '@masked.example'`
  return method === 'fake-phone' ? `'+999' || ${digits}` : `left(${hash}, 32)`
}

/** What a column that is too short for a whole mask gets. */
function shortText(method: ColumnMask['method'], length: number, hash: string, digits: string): string {
  const domain = '@x.example'
  if (method === 'fake-phone') return `right(${digits}, ${length})`
  return method === 'fake-email' ? `left(${hash}, ${length - domain.length}) || '${domain}'` : `left(${hash}, ${length})`
}

function pick(words: string, server: Store['server'], hash: string, from: number): string {
  return `split_part(${quoteText(words)}, ',', CAST(1 + ${hexNumber(server, hash, from, 2)} % 64 AS int))`
}

/** A piece of a hexadecimal text as a number. */
function hexNumber(server: Store['server'], hash: string, from: number, digits: number): string {
  const piece = `substring(${hash}, ${from}, ${digits})`
  return server === 'redshift' ? `strtol(${piece}, 16)` : `CAST(CAST('x' || ${piece} AS bit(${4 * digits})) AS bigint)`
}
