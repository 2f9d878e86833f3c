import { createHash } from 'node:crypto'
import type { MaskMethod } from '../spec/types.ts'
import { quoteName, quoteText } from './sql/quote.ts'
import type { ColumnShape } from './types.ts'

/** What the statements are given as parameters, so that no key stands in a statement's text. */
export interface MaskKeys {
  /** The padded inner and outer key of HMAC-SHA256. */
  inner: Uint8Array
  outer: Uint8Array
  /** How far dates move back. One distance for a replica: order and intervals stay. */
  days: number
}

/** The keys that a replica's secret gives. */
export function deriveMaskKeys(secret: string): MaskKeys {
  const key = createHash('sha256').update(`prod-replica mask ${secret}`).digest()
  const pad = (byte: number): Uint8Array => Buffer.from(Array.from({ length: 64 }, (_, at) => (key[at] ?? 0) ^ byte))
  const days = 30 + (createHash('sha256').update(key).update('days').digest().readUInt16BE(0) % 300)
  return { inner: pad(0x36), outer: pad(0x5c), days }
}

/** A function of this session alone: HMAC-SHA256 of a text. */
export const hmacFunction = `
CREATE FUNCTION pg_temp.prod_replica_hmac(value text, k_in bytea, k_out bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS
$$ SELECT sha256(k_out || sha256(k_in || convert_to(value, 'UTF8'))) $$`

/** The methods that fit a column's type. */
export function methodsFor(column: ColumnShape): MaskMethod[] {
  const always: MaskMethod[] = column.nullable ? ['null', 'keep'] : ['keep']
  if (isText(column.type)) return ['fake-name', 'fake-email', 'hash', ...always]
  if (column.type === 'uuid' || column.type === 'bytea') return ['hash', ...always]
  if (/^(?:date|timestamp)/.test(column.type)) return ['shift-date', ...always]
  return always
}

/** The masked value of a column, as SQL over `$1` (inner key), `$2` (outer key) and `$3` (days). Nulls stay null. */
export function maskExpression(method: MaskMethod, column: ColumnShape): string {
  const name = quoteName(column.name)
  if (method === 'null') return 'NULL'
  if (method === 'shift-date') return `(${name} - make_interval(days => $3))::${column.type}`
  const hash = `pg_temp.prod_replica_hmac(${name}::text, $1, $2)`
  if (method === 'hash') return within(hashText(hash, column.type), column.type)
  const parts = method === 'fake-name' ? fakeName : fakeEmail
  return within(`(SELECT ${parts} FROM (SELECT ${hash} AS h OFFSET 0) k WHERE ${name} IS NOT NULL)`, column.type)
}

function isText(type: string): boolean {
  return /^(?:text|character|citext|name\b)/.test(type)
}

function hashText(hash: string, type: string): string {
  if (type === 'uuid') return `encode(substr(${hash}, 1, 16), 'hex')`
  return type === 'bytea' ? hash : `encode(${hash}, 'hex')`
}

/** Short columns keep the end of a mask, which tells values apart better than its start. */
function within(expression: string, type: string): string {
  const length = /^character(?: varying)?\((\d+)\)/.exec(type)?.[1]
  return length === undefined ? `(${expression})::${type}` : `right(${expression}, ${length})::${type}`
}

const firstNames =
  'Ada,Amara,Ana,Anders,Asha,Ben,Bo,Carla,Chen,Clara,Dara,Diego,Edith,Elif,Emil,Esra,Fay,Finn,Gita,Goran,Hana,Hugo,Ida,Imani,Ines,Ivan,Jae,Jana,Jon,Kai,Kofi,Lars,Lea,Lena,Liam,Lin,Luca,Mai,Marta,Mila,Mona,Nadia,Nils,Noor,Olga,Omar,Otto,Pia,Priya,Rafa,Rosa,Sami,Sara,Seo,Sofia,Tara,Theo,Tomas,Uma,Vera,Wei,Yara,Yuki,Zoe'
const lastNames =
  'Abel,Adler,Arden,Baker,Banks,Barlow,Beck,Bell,Berg,Blake,Bloom,Brook,Carver,Chase,Clay,Cole,Cross,Dale,Dean,Drew,Ellis,Fell,Field,Finch,Ford,Frost,Gale,Glen,Grove,Hale,Hart,Hayes,Heath,Hill,Holt,Hunt,Ives,Keller,Knox,Lake,Lane,Marsh,May,Mills,Moor,North,Oakes,Page,Park,Pike,Poole,Reed,Rhodes,Rowe,Sands,Shaw,Stone,Vale,Wade,Ward,Wells,West,Wilde,Yates'

/** 64 × 64 names and 40 bits: two people never share a name, so that joins and unique keys on names hold. */
const fakeName = `${pick(firstNames, 0)} || ' ' || ${pick(lastNames, 1)} || ' ' || encode(substr(h, 3, 5), 'hex')`
const fakeEmail = `lower(${pick(firstNames, 0)} || '.' || ${pick(lastNames, 1)}) || '.' || encode(substr(h, 3, 5), 'hex') || '@pupil.example'`

function pick(names: string, byte: number): string {
  return `(string_to_array(${quoteText(names)}, ','))[1 + get_byte(h, ${byte}) % 64]`
}
