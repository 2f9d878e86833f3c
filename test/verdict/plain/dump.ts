import { runSql, type Server } from './databases.ts'

/** A table as text. */
export interface TableDump {
  columns: readonly { name: string; type: string }[]
  rows: readonly (readonly (string | null)[])[]
}

/** All tables of a database, by `schema.table`. */
export type Dump = ReadonlyMap<string, TableDump>

/** Reads every table whole. One that may not be read is left out. */
export async function dumpDatabase(server: Server, database: string): Promise<Dump> {
  const columns = await runSql(server, database, columnsQuery)
  const tables = new Map<string, { name: string; type: string }[]>()
  for (const [table = '', name = '', type = ''] of columns as string[][])
    tables.set(table, [...(tables.get(table) ?? []), { name, type }])
  const dump = new Map<string, TableDump>()
  for (const [table, shape] of tables) {
    const list = shape.map(({ name }) => `"${name}"::text`).join(', ')
    const [schema, name] = table.split('.')
    const rows = await runSql(server, database, `SELECT ${list} FROM "${schema}"."${name}"`).catch(() => undefined)
    if (rows !== undefined) dump.set(table, { columns: shape, rows })
  }
  return dump
}

const columnsQuery = `
SELECT n.nspname || '.' || c.relname, a.attname, format_type(a.atttypid, NULL)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
   AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
 ORDER BY 1, a.attnum`
