import { type Session, SqlFailure } from '../../ports/databases.ts'
import type { RecordedError } from '../../store/record/recording.ts'
import { redactSqlMessage } from '../../store/record/redact-message.ts'
import type { KeptStatement } from './types.ts'

/** What a database says of one statement without carrying it out. */
export interface Prepared {
  /** Why it cannot be prepared. */
  error?: RecordedError
  /** The types of the columns that come back, as the server writes them; from PostgreSQL 16 on. */
  types?: string
}

/**
 * Prepares statements in their order, one round trip each, in a transaction that is rolled back: nothing is read, and what
 * they make (a temporary table, a report's table) is there for those after them only.
 */
export async function prepareStatements(session: Session, statements: readonly KeptStatement[]): Promise<Prepared[]> {
  await session.execute('BEGIN')
  try {
    const prepared: Prepared[] = []
    for (const [at, statement] of statements.entries()) prepared.push(await prepareOne(session, statement, at))
    const types = await readResultTypes(session)
    return prepared.map((each, at) => ({ ...each, ...(types.has(nameOf(at)) ? { types: types.get(nameOf(at)) ?? '' } : {}) }))
  } finally {
    await session.execute('ROLLBACK')
    await session.execute('DISCARD ALL')
  }
}

const nameOf = (at: number): string => `prod_replica_${at}`

async function prepareOne(session: Session, { fingerprint, query, setup }: KeptStatement, at: number): Promise<Prepared> {
  const [prefix, sql] = setup === undefined ? [`SAVEPOINT own; PREPARE ${nameOf(at)} AS `, query] : ['SAVEPOINT own; ', setup]
  if (sql === undefined) return {}
  try {
    await session.execute(prefix + sql)
    return {}
  } catch (error) {
    if (!(error instanceof SqlFailure)) throw error
    await session.execute('ROLLBACK TO own')
    const position = (error.position ?? 0) - prefix.length
    const place = position < 1 ? {} : { position }
    return { error: { sqlState: error.sqlState, message: redactSqlMessage(error), fingerprint, ...place } }
  }
}

async function readResultTypes(session: Session): Promise<Map<string, string>> {
  const [version] = await session.query<{ number: number }>("SELECT current_setting('server_version_num')::int AS number")
  if ((version?.number ?? 0) < 160_000) return new Map()
  const rows = await session.query<{ name: string; types: string | null }>(
    "SELECT name, array_to_string(result_types::text[], ', ') AS types FROM pg_prepared_statements WHERE name LIKE 'prod\\_replica\\_%'",
  )
  return new Map(rows.map(({ name, types }) => [name, types ?? '']))
}
