import type { Session } from '../ports/databases.ts'
import type { ColumnShape, Schema, TableShape } from './types.ts'

/** The user tables and views of the session's database, as its catalog has them now, by OID. */
export async function readSchema(session: Session): Promise<Schema> {
  const rows = await session.query<CatalogRow>(catalogQuery)
  return new Map(rows.map((row) => [Number(row.oid), tableOf(row)]))
}

/** `schema.table` */
export function tableName(table: Pick<TableShape, 'schema' | 'name'>): string {
  return `${table.schema}.${table.name}`
}

/** The table of that schema and name. */
export function findTable(schema: Schema, schemaName: string, name: string): TableShape | undefined {
  for (const table of schema.values()) if (table.schema === schemaName && table.name === name) return table
  return undefined
}

interface CatalogRow {
  oid: string | number
  schema: string
  name: string
  kind: string
  definition: string | null
  key: string | null
  columns: ColumnShape[]
}

const kinds: Readonly<Record<string, TableShape['kind']>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized_view',
  f: 'foreign_table',
}

function tableOf(row: CatalogRow): TableShape {
  return {
    oid: Number(row.oid),
    schema: row.schema,
    name: row.name,
    kind: kinds[row.kind] ?? 'table',
    columns: new Map(row.columns.map((column) => [column.attnum, column])),
    key: row.key === null ? [] : row.key.split(' ').map(Number),
    ...(row.definition === null ? {} : { definition: row.definition }),
  }
}

/** Partitions are part of their parent; temporary tables and our own schema are nobody's. */
const catalogQuery = `
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition,
       (SELECT i.indkey::text FROM pg_index i
         WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
           AND i.indnatts = i.indnkeyatts
         ORDER BY i.indisprimary DESC, i.indexrelid LIMIT 1) AS key,
       coalesce(a.columns, '[]') AS columns
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('attnum', a.attnum, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                    'nullable', NOT a.attnotnull, 'generated', a.attgenerated <> '' OR a.attidentity = 'a',
                    'default', pg_get_expr(d.adbin, d.adrelid)) ORDER BY a.attnum) AS columns
      FROM pg_attribute a
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) a ON true
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'prod_replica') AND n.nspname NOT LIKE 'pg\\_%'
   AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname`
