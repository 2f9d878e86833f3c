import type { Session } from '../../ports/databases.ts'
import { quoteTable } from '../sql/quote.ts'
import type { TableShape } from '../types.ts'
import { type HashStyle, rowHash } from './values.ts'

/** What a table holds, whatever the order of its rows. `sum` adds up over rows: what was added to a table is a difference. */
export interface Fingerprint {
  rows: number
  sum: bigint
}

/** A table, and what of each row is looked at: SQL values. `shared` where a part of it is looked at too. */
export interface FingerprintRequest {
  table: TableShape
  values: readonly string[]
  shared?: readonly string[]
}

export interface TwoPrints {
  full: Fingerprint
  shared: Fingerprint
}

const tablesPerQuery = 40

/** The fingerprints of tables, in the order of the requests, made inside the database in one scan of each. */
export async function fingerprintTables(session: Session, requests: readonly FingerprintRequest[], style: HashStyle): Promise<TwoPrints[]> {
  const prints: TwoPrints[] = []
  for (let start = 0; start < requests.length; start += tablesPerQuery) {
    const group = requests.slice(start, start + tablesPerQuery)
    const parts = group.map(({ table, values, shared }, at) => {
      const part = shared === undefined ? 'NULL::text' : sumOf(shared, style)
      return `SELECT ${at} AS at, count(*) AS rows, ${sumOf(values, style)} AS sum, ${part} AS part FROM ${quoteTable(table)}`
    })
    const rows = await session.query<{ rows: string; sum: string; part: string | null }>(`${parts.join(' UNION ALL ')} ORDER BY at`)
    prints.push(
      ...rows.map(({ rows: count, sum, part }) => ({
        full: { rows: Number(count), sum: BigInt(sum) },
        shared: { rows: Number(count), sum: BigInt(part ?? sum) },
      })),
    )
  }
  return prints
}

/** One table's fingerprint. */
export async function fingerprintTable(session: Session, request: FingerprintRequest, style: HashStyle): Promise<Fingerprint> {
  const [prints] = await fingerprintTables(session, [request], style)
  return prints?.full ?? { rows: 0, sum: 0n }
}

/** One sum for each value, in one scan: which of a table's columns differ. */
export async function fingerprintColumns(session: Session, request: FingerprintRequest, style: HashStyle): Promise<bigint[]> {
  const columns = request.values.map((value, at) => `${sumOf([value], style)} AS c${at}`)
  const [row] = await session.query<Record<string, string>>(`SELECT ${columns.join(', ')} FROM ${quoteTable(request.table)}`)
  return request.values.map((_, at) => BigInt(row?.[`c${at}`] ?? 0))
}

export function equalPrints(one: Fingerprint, other: Fingerprint): boolean {
  return one.rows === other.rows && one.sum === other.sum
}

/** PostgreSQL adds bigints up in 128 bits, and in parallel. */
function sumOf(values: readonly string[], style: HashStyle): string {
  return `coalesce(sum(${rowHash(values, style)}), 0)::text`
}
