import type { Session } from '../../ports/databases.ts'
import type { TableMask } from './types.ts'

/** What a database itself keeps of its masking. */
export interface Marker {
  /** `masking` until rows are masked, then `masked` until nothing old is left, then `done`. */
  state: 'masking' | 'masked' | 'done'
  /** Of key, rules and confirmation. */
  digest: string
  /** Of the key alone. */
  key: string
  /** The connection limit to come back to. */
  connectionLimit: number
  /** `schema.table.column` → method. */
  columns: ReadonlyMap<string, string>
}

/** The marker of the session's database; undefined where nobody began to mask it. */
export async function readMarker(session: Session): Promise<Marker | undefined> {
  if (!(await isThere(session))) return undefined
  const [row] = await session.query<Omit<Marker, 'columns' | 'connectionLimit'> & { limit: number }>(
    'SELECT state, digest, key, connection_limit AS limit FROM prod_replica.masking',
  )
  if (row === undefined) return undefined
  const columns = await session.query<{ name: string; method: string }>(
    `SELECT table_schema || '.' || table_name || '.' || column_name AS name, method FROM prod_replica.masked_columns ORDER BY 1`,
  )
  const { limit, ...marker } = row
  return { ...marker, connectionLimit: limit, columns: new Map(columns.map(({ name, method }) => [name, method])) }
}

/** Marks a database that is about to be masked, before it is closed: whoever comes after a crash finds the old limit. */
export async function beginMarker(session: Session, connectionLimit: number): Promise<void> {
  if (await isThere(session)) return
  await session.execute(`
    CREATE SCHEMA IF NOT EXISTS prod_replica;
    CREATE TABLE IF NOT EXISTS prod_replica.masked_columns (
      table_schema varchar(127) NOT NULL, table_name varchar(127) NOT NULL, column_name varchar(127) NOT NULL, method varchar(40) NOT NULL);
    CREATE TABLE prod_replica.masking (
      state varchar(10) NOT NULL, digest varchar(64) NOT NULL, key varchar(64) NOT NULL, connection_limit int NOT NULL);
    INSERT INTO prod_replica.masking VALUES ('masking', '', '', ${connectionLimit})`)
}

/** In the SQL that Redshift knows, too. */
async function isThere(session: Session): Promise<boolean> {
  const found = await session.query(
    `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'prod_replica' AND c.relname = 'masking'`,
  )
  return found.length > 0
}

/** Moves the marker on, inside the caller's transaction where there is one. */
export async function moveMarker(session: Session, to: Pick<Marker, 'state' | 'digest' | 'key'>): Promise<void> {
  await session.query('UPDATE prod_replica.masking SET state = $1, digest = $2, key = $3', [to.state, to.digest, to.key])
}

/** Keeps, in the caller's transaction, that these columns are masked. */
export async function rememberMasked(session: Session, { table, columns }: TableMask): Promise<void> {
  for (const { column, method } of columns)
    await session.query('INSERT INTO prod_replica.masked_columns (table_schema, table_name, column_name, method) VALUES ($1, $2, $3, $4)', [
      table.schema,
      table.name,
      column.name,
      method,
    ])
}
