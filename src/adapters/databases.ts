import { Client, DatabaseError, types } from 'pg'
import { fail } from '../errors.ts'
import type { Databases, DatabaseTarget, Session } from '../ports/databases.ts'
import { SqlFailure } from '../ports/databases.ts'
import { copyIn } from './copy-in.ts'

const connectTimeoutMs = 10_000

/** Connections through `pg`. `connect` throws `SqlFailure` when the server refuses, `store.no_answer` when none answers. */
export function createDatabases(): Databases {
  return { connect }
}

async function connect(target: DatabaseTarget): Promise<Session> {
  const client = new Client({
    host: target.host,
    port: target.port,
    database: target.database,
    user: target.user,
    password: target.password,
    ssl: target.tls === 'require' ? { rejectUnauthorized: false } : false,
    application_name: target.applicationName ?? 'prod-replica',
    connectionTimeoutMillis: connectTimeoutMs,
    types: { getTypeParser: parserOf },
  })
  // A connection that the server ends between two queries must not end the process: the next query says so.
  client.on('error', () => {})
  await client.connect().catch((error: unknown) => {
    client.end().catch(() => {})
    throw translate(error, target)
  })
  return sessionOf(client, target)
}

function sessionOf(client: Client, target: DatabaseTarget): Session {
  return {
    async query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]> {
      const result = await client.query(sql, values === undefined ? undefined : [...values]).catch((error: unknown) => {
        throw translate(error, target)
      })
      return (Array.isArray(result) ? result.at(-1)?.rows : result.rows) as Row[]
    },
    async execute(sql: string): Promise<void> {
      await client.query(sql).catch((error: unknown) => {
        throw translate(error, target)
      })
    },
    async copyIn(sql: string, text: string): Promise<void> {
      await copyIn(client, sql, text).catch((error: unknown) => {
        throw translate(error, target)
      })
    },
    async close(): Promise<void> {
      await client.end().catch(() => {})
    },
  }
}

function translate(error: unknown, target: DatabaseTarget): Error {
  if (error instanceof DatabaseError) return sqlFailure(error)
  const reason = error instanceof Error ? error.message : String(error)
  return fail('store.no_answer', { server: `${target.host}:${target.port}`, reason: reason === '' ? 'no reason given' : reason }, error)
}

function sqlFailure(error: DatabaseError): SqlFailure {
  return new SqlFailure({
    message: error.message,
    sqlState: error.code ?? 'XX000',
    ...(error.position === undefined ? {} : { position: Number(error.position) }),
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  })
}

const dateTypes: ReadonlySet<number> = new Set([types.builtins.DATE, types.builtins.TIMESTAMP, types.builtins.TIMESTAMPTZ])

/** Dates stay the text that the server sent: a JavaScript date would move them between time zones. */
function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (dateTypes.has(oid)) return (value) => value
  return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid, 'text')
}
