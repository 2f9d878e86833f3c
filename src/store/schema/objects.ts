import type { Session } from '../../ports/databases.ts'
import type { ColumnRef } from '../types.ts'
import { notOfExtension, ownSchemas, withoutNames } from './tables.ts'
import type { SchemaObject } from './types.ts'

/** Keys, types, functions, sequences, triggers, policies and extensions, each with the columns that lean on it. */
export async function readObjects(session: Session): Promise<SchemaObject[]> {
  const leaning = await readLeaning(session)
  const objects: SchemaObject[] = []
  for (const [kind, query] of Object.entries(queries)) {
    const rows = await session.query<ObjectRow>(query)
    for (const row of rows) objects.push(objectOf(kind as SchemaObject['class'], row, leaning))
  }
  return objects
}

interface ObjectRow {
  oid: string
  name: string
  table?: string | null
  definition: string
  identity?: string | null
  body?: string | null
  labels?: { oid: string; label: string }[] | null
  last?: string | null
  touches?: ColumnRef[] | null
}

function objectOf(kind: SchemaObject['class'], row: ObjectRow, leaning: ReadonlyMap<number, readonly ColumnRef[]>): SchemaObject {
  const { name, definition, identity = null, body = null, labels = null, last = null, table = null } = row
  const oid = Number(row.oid)
  return {
    class: kind,
    oid,
    name,
    table: table === null ? null : Number(table),
    definition,
    identity,
    body,
    labels: labels === null ? null : labels.map(({ oid, label }) => ({ oid: Number(oid), label })),
    last: last === null ? null : Number(last),
    touches: [...(row.touches ?? []), ...(leaning.get(oid) ?? [])],
  }
}

/** By the OID of a type, function or sequence: columns of that type, columns whose default calls it, tables whose trigger does. */
async function readLeaning(session: Session): Promise<Map<number, ColumnRef[]>> {
  const rows = await session.query<{ on: string; table: string; attnum: number }>(leaningQuery)
  const leaning = new Map<number, ColumnRef[]>()
  for (const row of rows) {
    const on = Number(row.on)
    leaning.set(on, [...(leaning.get(on) ?? []), { table: Number(row.table), attnum: row.attnum }])
  }
  return leaning
}

const leaningQuery = `
SELECT DISTINCT coalesce(nullif(t.typelem, 0), d.refobjid) AS on, x."table", x.attnum
  FROM pg_depend d
  LEFT JOIN pg_type t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid AND t.typlen = -1
  LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
  LEFT JOIN pg_trigger g ON d.classid = 'pg_trigger'::regclass AND g.oid = d.objid
  LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
  LEFT JOIN pg_class s ON d.refclassid = 'pg_class'::regclass AND s.oid = d.refobjid AND s.relkind = 'S'
 CROSS JOIN LATERAL (
   SELECT CASE d.classid WHEN 'pg_class'::regclass THEN d.objid ELSE coalesce(f.adrelid, g.tgrelid, k.conrelid) END AS "table",
          CASE d.classid WHEN 'pg_class'::regclass THEN d.objsubid ELSE coalesce(f.adnum, 0) END AS attnum) x
 WHERE d.refobjid >= 16384 AND x."table" >= 16384
   AND (d.refclassid IN ('pg_type'::regclass, 'pg_proc'::regclass) OR s.oid IS NOT NULL)
UNION
SELECT d.objid, d.refobjid, d.refobjsubid
  FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')`

/** Tables that hold keys and triggers: `c` is pg_class. */
const ownTables = `c.relkind IN ('r', 'p', 'v', 'f', 'm') AND NOT c.relispartition AND c.relpersistence <> 't' AND ${ownSchemas}`

const refs = (table: string, keys: string): string =>
  `(SELECT json_agg(json_build_object('table', ${table}::bigint, 'attnum', k)) FROM unnest(${keys}) k WHERE k > 0)`

const constraints = `
SELECT k.oid, k.conname AS name, k.conrelid AS table, pg_get_constraintdef(k.oid) AS definition,
       concat_ws(' ', CASE k.contype WHEN 'p' THEN 'primary' WHEN 'u' THEN 'unique' ELSE k.contype::text END,
         array_to_string(k.conkey, ' '), CASE WHEN k.contype = 'f' THEN concat_ws(' ', '->', k.confrelid, array_to_string(k.confkey, ' '),
           k.confupdtype, k.confdeltype, k.confmatchtype) END, ${withoutNames('k.conbin')},
         CASE WHEN NOT k.convalidated THEN 'not valid' END, CASE WHEN k.condeferrable THEN 'deferrable' END,
         CASE WHEN (to_jsonb(i) ->> 'indnullsnotdistinct')::bool THEN 'nulls not distinct' END) AS identity,
       (SELECT json_agg(t) FROM (
         SELECT k.conrelid::bigint AS table, a AS attnum FROM unnest(k.conkey) a WHERE a > 0
         UNION ALL SELECT k.confrelid::bigint, a FROM unnest(k.confkey) a WHERE k.contype = 'f') t) AS touches
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u')
 WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND ${ownTables}`

const uniqueIndexes = `
SELECT i.indexrelid AS oid, x.relname AS name, i.indrelid AS table,
       'UNIQUE INDEX ' || regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING ', '') AS definition,
       concat_ws(' ', 'unique', i.indkey::text, ${withoutNames('i.indexprs')}, ${withoutNames('i.indpred')},
         CASE WHEN (to_jsonb(i) ->> 'indnullsnotdistinct')::bool THEN 'nulls not distinct' END) AS identity,
       ${refs('i.indrelid', 'i.indkey::int2[]')} AS touches
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE i.indisunique AND i.indisvalid AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
   AND ${ownTables}`

const typeDefinition = `CASE t.typtype
  WHEN 'e' THEN 'enum' WHEN 'r' THEN 'range' WHEN 'm' THEN 'multirange'
  WHEN 'c' THEN (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
                   FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
  ELSE concat_ws(' ', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'NOT NULL' END, 'DEFAULT ' || t.typdefault,
    (SELECT string_agg(pg_get_constraintdef(k.oid), ' ' ORDER BY k.oid) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c')) END`

const queries: Readonly<Record<SchemaObject['class'], string>> = {
  key: `${constraints} UNION ALL ${uniqueIndexes} ORDER BY 3, 2`,
  type: `
SELECT t.oid, n.nspname || '.' || t.typname AS name, coalesce(${typeDefinition}, '') AS definition,
       CASE WHEN t.typtype = 'e' THEN (SELECT json_agg(json_build_object('oid', l.oid::bigint, 'label', l.enumlabel) ORDER BY l.enumsortorder)
         FROM pg_enum l WHERE l.enumtypid = t.oid) END AS labels
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
 WHERE t.typtype IN ('e', 'd', 'c', 'r') AND (t.typtype <> 'c' OR c.relkind = 'c') AND ${ownSchemas} AND ${notOfExtension('pg_type', 't.oid')}
 ORDER BY 2`,
  function: `
SELECT p.oid, n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name,
       n.nspname || '.' || p.proname || '(' || pg_get_function_arguments(p.oid) || ')' || coalesce(' → ' || pg_get_function_result(p.oid), '') AS definition,
       md5(concat_ws('/', p.prosrc, ${withoutNames(`(to_jsonb(p) ->> 'prosqlbody')`)}, p.prolang, p.provolatile, p.proisstrict, p.prosecdef, p.proconfig)) AS body
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE ${ownSchemas} AND ${notOfExtension('pg_proc', 'p.oid')} ORDER BY 2`,
  sequence: `
SELECT c.oid, n.nspname || '.' || c.relname AS name, o.refobjid AS table,
       concat_ws(' ', format_type(s.seqtypid, NULL), 'from', s.seqstart, 'by', s.seqincrement, 'within', s.seqmin, 'to', s.seqmax,
         CASE WHEN s.seqcycle THEN 'cycling' END) AS definition,
       CASE WHEN has_sequence_privilege(c.oid, 'SELECT, USAGE') THEN pg_sequence_last_value(c.oid) END AS last
  FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.refclassid = 'pg_class'::regclass AND o.deptype IN ('a', 'i')
 WHERE c.relpersistence <> 't' AND ${ownSchemas} AND ${notOfExtension('pg_class', 'c.oid')} ORDER BY 2`,
  trigger: `
SELECT g.oid, g.tgname AS name, g.tgrelid AS table, json_build_array(json_build_object('table', g.tgrelid::bigint, 'attnum', 0)) AS touches,
       pg_get_triggerdef(g.oid) || CASE g.tgenabled WHEN 'D' THEN ' (disabled)' ELSE '' END AS definition,
       concat_ws(' ', g.tgtype, g.tgfoid, g.tgattr::text, encode(g.tgargs, 'hex'), g.tgenabled, ${withoutNames('g.tgqual')}) AS identity
  FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT g.tgisinternal AND ${ownTables} ORDER BY 3, 2`,
  policy: `
SELECT y.oid, y.polname AS name, y.polrelid AS table, json_build_array(json_build_object('table', y.polrelid::bigint, 'attnum', 0)) AS touches,
       concat_ws(' ', CASE WHEN y.polpermissive THEN 'permissive' ELSE 'restrictive' END, y.polcmd::text, y.polroles::regrole[]::text,
         'USING (' || pg_get_expr(y.polqual, y.polrelid) || ')', 'WITH CHECK (' || pg_get_expr(y.polwithcheck, y.polrelid) || ')') AS definition,
       concat_ws(' ', y.polpermissive, y.polcmd, y.polroles::text, ${withoutNames('y.polqual')}, ${withoutNames('y.polwithcheck')}) AS identity
  FROM pg_policy y JOIN pg_class c ON c.oid = y.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE ${ownTables} ORDER BY 3, 2`,
  extension: `SELECT oid, extname AS name, 'version ' || extversion AS definition FROM pg_extension ORDER BY 2`,
}
