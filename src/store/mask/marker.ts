import type { Session } from '../ports/databases.ts'
import type { TableMask } from './mask-plan.ts'

/** The columns of this database that are masked already, as `schema.table.column`. */
export async function readMasked(session: Session): Promise<Set<string>> {
  const [found] = await session.query<{ there: string | null }>(`SELECT to_regclass('prod_replica.masked_columns')::text AS there`)
  if (found === undefined || found.there === null) return new Set()
  const rows = await session.query<{ name: string }>(
    `SELECT table_schema || '.' || table_name || '.' || column_name AS name FROM prod_replica.masked_columns`,
  )
  return new Set(rows.map((row) => row.name))
}

/** Keeps, in the database itself and in the caller's transaction, that these columns are masked. */
export async function rememberMasked(session: Session, tables: readonly TableMask[]): Promise<void> {
  await session.execute(`
    CREATE SCHEMA IF NOT EXISTS prod_replica;
    CREATE TABLE IF NOT EXISTS prod_replica.masked_columns (
      table_schema text, table_name text, column_name text, method text, masked_at timestamptz DEFAULT now(),
      PRIMARY KEY (table_schema, table_name, column_name))`)
  for (const { table, columns } of tables)
    for (const { shape, method } of columns)
      await session.query(`INSERT INTO prod_replica.masked_columns VALUES ($1, $2, $3, $4)`, [table.schema, table.name, shape.name, method])
}
