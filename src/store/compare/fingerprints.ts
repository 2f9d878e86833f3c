import type { Session } from '../../ports/databases.ts'
import { quoteTable } from '../sql/quote.ts'
import type { TableShape } from '../types.ts'

/** What a table holds, whatever the order of its rows. `sum` adds up over rows: what was added to a table is a difference. */
export interface Fingerprint {
  rows: number
  sum: bigint
}

/** A table, and what of each row is looked at, as SQL texts. */
export interface FingerprintRequest {
  table: TableShape
  texts: readonly string[]
}

const tablesPerQuery = 40

/** Settings under which equal values have equal texts, whatever the database's own settings are. */
export const comparableSettings = `
SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex';
SET extra_float_digits = 1; SET search_path = pg_catalog; SET xmlbinary = 'base64'`

/** The fingerprints of tables, in the order of the requests, made inside the database in a few queries. */
export async function fingerprintTables(session: Session, requests: readonly FingerprintRequest[]): Promise<Fingerprint[]> {
  const prints: Fingerprint[] = []
  for (let start = 0; start < requests.length; start += tablesPerQuery) {
    const group = requests.slice(start, start + tablesPerQuery)
    const parts = group.map((request, at) => `SELECT ${at} AS at, ${sums(request.texts)} FROM ${quoteTable(request.table)}`)
    const rows = await session.query<{ at: number; rows: string; sum: string }>(`${parts.join(' UNION ALL ')} ORDER BY at`)
    prints.push(...rows.map((row) => ({ rows: Number(row.rows), sum: BigInt(row.sum) })))
  }
  return prints
}

/** One sum for each text: which of a table's columns differ. */
export async function fingerprintColumns(session: Session, request: FingerprintRequest): Promise<bigint[]> {
  const columns = request.texts.map((text, at) => `${rowSum(text)} AS c${at}`)
  const [row] = await session.query<Record<string, string>>(`SELECT ${columns.join(', ')} FROM ${quoteTable(request.table)}`)
  return request.texts.map((_, at) => BigInt(row?.[`c${at}`] ?? 0))
}

/** The hash of a whole row. */
export function rowHash(texts: readonly string[]): string {
  return `hashtextextended(ROW(${texts.join(', ')})::text, 0)`
}

function sums(texts: readonly string[]): string {
  return `count(*) AS rows, coalesce(sum(${rowHash(texts)}::numeric), 0)::text AS sum`
}

function rowSum(text: string): string {
  return `coalesce(sum(hashtextextended(coalesce(${text}, '\\x00 null'), 0)::numeric), 0)::text`
}

/** For each table, a text that moves whenever anything writes to it, even what was there before. */
export async function readActivity(session: Session): Promise<Map<number, string>> {
  const rows = await session.query<{ oid: string; activity: string }>(
    `SELECT c.oid, concat_ws('/', c.relfilenode, sum(pg_stat_get_tuples_inserted(p.relid) + pg_stat_get_tuples_updated(p.relid)
            + pg_stat_get_tuples_deleted(p.relid))) AS activity
       FROM pg_class c, LATERAL (SELECT c.oid AS relid UNION SELECT relid FROM pg_partition_tree(c.oid)) p
      WHERE c.relkind IN ('r', 'p', 'm') AND c.oid >= 16384 GROUP BY c.oid, c.relfilenode`,
  )
  return new Map(rows.map((row) => [Number(row.oid), row.activity]))
}
