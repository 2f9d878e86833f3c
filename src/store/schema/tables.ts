import type { Session } from '../../ports/databases.ts'
import type { ColumnShape, Schema, TableShape } from '../types.ts'
import { withSettings } from './settled.ts'

/** The user tables and views of the session's database, as its catalog has them now, by OID. */
export function readSchema(session: Session): Promise<Schema> {
  return withSettings(session, () => readTables(session))
}

/** The same under the session's own settings. */
export async function readTables(session: Session): Promise<Schema> {
  const rows = await session.query<CatalogRow>(catalogQuery)
  return new Map(rows.map((row) => [Number(row.oid), tableOf(row)]))
}

interface CatalogRow {
  oid: string | number
  schema: string
  name: string
  kind: string
  definition: string | null
  query: string | null
  filled: boolean
  secured: boolean
  key: string | null
  columns: (Omit<ColumnShape, 'defaultTree'> & { defaultTree: string | null })[]
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
    columns: new Map(row.columns.map((column) => [column.attnum, columnOf(column)])),
    key: row.key === null ? [] : row.key.split(' ').map(Number),
    ...(row.definition === null ? {} : { definition: row.definition }),
    ...(row.query === null ? {} : { query: row.query }),
    ...(row.filled ? {} : { unfilled: true }),
    ...(row.secured ? { secured: true } : {}),
  }
}

/** JSON from the database says null where we leave out. */
function columnOf({ defaultTree, ...column }: CatalogRow['columns'][number]): ColumnShape {
  return defaultTree === null ? column : { ...column, defaultTree }
}

/** What users made themselves: not the system's, not ours, nothing temporary. `n` is pg_namespace. */
export const ownSchemas = `n.nspname NOT IN ('pg_catalog', 'information_schema', 'prod_replica') AND n.nspname NOT LIKE 'pg\\_%'`

/** Not what an extension brought. */
export const notOfExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`

/** A parsed query or expression as text of numbers: without places in the source and names, which follow renames. */
export const withoutNames = (tree: string): string =>
  `md5(regexp_replace(regexp_replace(${tree}::text, ':(location|stmt_location|stmt_len|list_start|list_end) -?\\d+', '', 'g'),
   ':(alias|eref) (<>|\\{(ALIAS|RANGETBLALIAS) [^{}]*\\})', '', 'g'))`

/** Partitions are part of their parent. */
const catalogQuery = `
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition,
       CASE WHEN c.relkind IN ('v', 'm') THEN (SELECT ${withoutNames('w.ev_action')} FROM pg_rewrite w
         WHERE w.ev_class = c.oid AND w.ev_type = '1' LIMIT 1) END AS query,
       c.relispopulated AS filled, c.relrowsecurity AS secured,
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
                    'default', CASE WHEN a.attidentity = 'a' THEN 'identity, always' WHEN a.attidentity = 'd' THEN 'identity'
                                    ELSE pg_get_expr(d.adbin, d.adrelid) END, 'defaultTree', ${withoutNames('d.adbin')})
                    ORDER BY a.attnum) AS columns
      FROM pg_attribute a
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) a ON true
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
   AND ${ownSchemas} AND ${notOfExtension('pg_class', 'c.oid')}
 ORDER BY n.nspname, c.relname`
