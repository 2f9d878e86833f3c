import type { Session } from '../../ports/databases.ts'
import { kindOf } from './kinds.ts'
import type { KeyLink, MaskCatalog, MaskColumn, MaskTable } from './types.ts'

/** The user tables of the session's PostgreSQL database, with what masking must know of them. */
export async function readMaskCatalog(session: Session): Promise<MaskCatalog> {
  const tables = await session.query<TableRow>(tablesQuery)
  const links = await session.query<LinkRow>(linksQuery)
  const [large] = await session.query('SELECT FROM pg_largeobject_metadata LIMIT 1')
  const [server] = await session.query<{ encoding: string }>(
    'SELECT pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = current_database()',
  )
  return {
    tables: [...tables.map(tableOf), ...(large === undefined ? [] : [largeObjects])],
    links: links.map(linkOf),
    encoding: server?.encoding ?? 'UTF8',
  }
}

/** Stands for what `lo_create` makes, which belongs to no table and can only be kept. */
const largeObjects: MaskTable = {
  oid: 0,
  schema: 'pg_catalog',
  name: 'pg_largeobject',
  kind: 'foreign',
  bytes: 0,
  columns: [
    {
      attnum: 1,
      name: 'data',
      type: 'large objects',
      kind: 'other',
      base: 'pg_largeobject',
      length: null,
      nullable: false,
      generated: false,
      unique: false,
    },
  ],
}

interface TableRow {
  oid: string | number
  schema: string
  name: string
  relkind: string
  bytes: string | number
  columns: (Omit<MaskColumn, 'kind'> & { typtype: string; category: string })[]
}

const tableKinds: Readonly<Record<string, MaskTable['kind']>> = { r: 'table', p: 'partitioned', f: 'foreign', v: 'view', m: 'view' }

function tableOf({ oid, schema, name, relkind, bytes, columns }: TableRow): MaskTable {
  return {
    oid: Number(oid),
    schema,
    name,
    kind: tableKinds[relkind] ?? 'table',
    bytes: Number(bytes),
    columns: columns.map(({ typtype, category, ...column }) => ({ ...column, kind: kindOf(column.base, typtype, category) })),
  }
}

interface LinkRow {
  conrelid: string | number
  conkey: number[]
  confrelid: string | number
  confkey: number[]
}

function linkOf({ conrelid, conkey, confrelid, confkey }: LinkRow): KeyLink {
  return { from: { table: Number(conrelid), columns: conkey }, to: { table: Number(confrelid), columns: confkey } }
}

const linksQuery = `SELECT conrelid, conkey, confrelid, confkey FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 ORDER BY oid`

/** The base type and length of a domain are those of the type that it is made from. */
const tablesQuery = `
WITH RECURSIVE base (oid, base, typmod) AS (
  SELECT oid, oid, -1 FROM pg_type WHERE typtype <> 'd'
  UNION ALL
  SELECT t.oid, b.base, CASE WHEN t.typtypmod >= 0 THEN t.typtypmod ELSE b.typmod END FROM pg_type t JOIN base b ON t.typbasetype = b.oid
   WHERE t.typtype = 'd')
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind,
       CASE c.relkind WHEN 'p' THEN (SELECT coalesce(sum(pg_relation_size(p.relid)), 0) FROM pg_partition_tree(c.oid) p)
                      WHEN 'r' THEN pg_relation_size(c.oid) ELSE 0 END AS bytes,
       coalesce(a.columns, '[]') AS columns
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object(
             'attnum', a.attnum, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
             'base', t.typname, 'typtype', t.typtype, 'category', t.typcategory,
             'length', CASE WHEN t.typname = 'name' THEN 63
                            WHEN t.typname IN ('varchar', 'bpchar') AND greatest(a.atttypmod, b.typmod) >= 4
                            THEN CASE WHEN a.atttypmod >= 4 THEN a.atttypmod ELSE b.typmod END - 4 END,
             'nullable', NOT a.attnotnull, 'generated', a.attgenerated <> '',
             'unique', EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum)
           ) ORDER BY a.attnum) AS columns
      FROM pg_attribute a
      JOIN base b ON b.oid = a.atttypid
      JOIN pg_type t ON t.oid = b.base
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) a ON true
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'prod_replica') AND n.nspname NOT LIKE 'pg\\_%'
   AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname`
