import { type Rows, runSql, type Server } from './databases.ts'

/** A table as text. */
export interface TableDump {
  columns: readonly { name: string; type: string }[]
  rows: readonly (readonly (string | null)[])[]
}

/** All tables of a database, by `schema.table`. */
export type Dump = ReadonlyMap<string, TableDump>

/** Reads every table whole that may be read. */
export async function dumpDatabase(server: Server, database: string): Promise<Dump> {
  const tables = new Map<string, { name: string; type: string }[]>()
  const selectAll = ([columns = []]: Rows[]): string => {
    for (const [table = '', name = '', type = ''] of columns as string[][])
      tables.set(table, [...(tables.get(table) ?? []), { name, type }])
    return [...tables].map(([table, shape]) => selectText(table, shape)).join(';\n')
  }
  const contents = await runSql(server, database, () => columnsQuery, selectAll)
  return new Map([...tables].map(([table, columns], at) => [table, { columns, rows: contents[at] ?? [] }]))
}

function selectText(table: string, columns: TableDump['columns']): string {
  const [schema, name] = table.split('.')
  return `SELECT ${columns.map((column) => `"${column.name}"::text`).join(', ')} FROM "${schema}"."${name}"`
}

const columnsQuery = `
SELECT n.nspname || '.' || c.relname, a.attname, format_type(a.atttypid, NULL)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
   AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
   AND has_table_privilege(c.oid, 'SELECT')
 ORDER BY 1, a.attnum`
