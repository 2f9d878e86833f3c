/** What is a user's own: not the system's, not an extension's, not ours. */
const own = (catalog: string, oid: string, schema: string): string =>
  `${schema} NOT IN ('pg_catalog', 'information_schema', 'prod_replica') AND ${schema} NOT LIKE 'pg\\_%'
   AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = '${catalog}'::regclass AND x.objid = ${oid} AND x.deptype = 'e')`

const table = "format('%I.%I', n.nspname, c.relname)"
const ofTables = 'FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace'

/**
 * One statement of SQL that makes each thing that users made, kind by kind, in an order in which most succeed at the first
 * try. Each query gives rows of one column, `ddl`.
 */
export const dumpQueries: readonly string[] = [
  `SELECT format('CREATE SCHEMA IF NOT EXISTS %I', n.nspname) AS ddl FROM pg_namespace n WHERE ${own('pg_namespace', 'n.oid', 'n.nspname')}`,
  `SELECT format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I', e.extname, n.nspname) AS ddl
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql' ORDER BY e.oid`,
  // Enums, domains, composite types.
  `SELECT CASE t.typtype
       WHEN 'e' THEN format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
         (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
       WHEN 'd' THEN format('CREATE DOMAIN %I.%I AS %s%s%s %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
         ' DEFAULT ' || t.typdefault, CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END,
         (SELECT string_agg(pg_get_constraintdef(k.oid), ' ') FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'))
       ELSE format('CREATE TYPE %I.%I AS (%s)', n.nspname, t.typname,
         (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
            FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)) END AS ddl
     FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE ${own('pg_type', 't.oid', 'n.nspname')} AND (t.typtype IN ('e', 'd') OR t.typtype = 'c'
      AND EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')) ORDER BY t.oid`,
  // An identity column brings its own sequence.
  `SELECT format('CREATE SEQUENCE %s AS %s INCREMENT %s MINVALUE %s MAXVALUE %s', ${table}, format_type(s.seqtypid, NULL),
          s.seqincrement, s.seqmin, s.seqmax) AS ddl
     ${ofTables} JOIN pg_sequence s ON s.seqrelid = c.oid
    WHERE ${own('pg_class', 'c.oid', 'n.nspname')}
      AND NOT EXISTS (SELECT 1 FROM pg_depend i WHERE i.objid = c.oid AND i.classid = 'pg_class'::regclass AND i.deptype = 'i') ORDER BY c.oid`,
  `SELECT pg_get_functiondef(p.oid) AS ddl FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${own('pg_proc', 'p.oid', 'n.nspname')} AND p.prokind IN ('f', 'p', 'w') ORDER BY p.oid`,
  `SELECT CASE WHEN c.relispartition AND c.relkind <> 'f' THEN format('CREATE TABLE %s PARTITION OF %s %s%s', ${table},
         (SELECT i.inhparent::regclass FROM pg_inherits i WHERE i.inhrelid = c.oid), pg_get_expr(c.relpartbound, c.oid),
         ' PARTITION BY ' || pg_get_partkeydef(c.oid))
       ELSE format('CREATE TABLE %s (%s)%s%s', ${table}, (
         SELECT string_agg(format('%I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                  CASE WHEN a.attcollation <> t.typcollation AND a.attcollation <> 0
                    THEN (SELECT format(' COLLATE %I.%I', o.nspname, l.collname) FROM pg_collation l
                            JOIN pg_namespace o ON o.oid = l.collnamespace WHERE l.oid = a.attcollation) END,
                  CASE WHEN a.attidentity <> '' THEN format(' GENERATED %s AS IDENTITY', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END)
                       WHEN a.attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid))
                       WHEN d.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END,
                  CASE WHEN a.attnotnull THEN ' NOT NULL' END), ', ' ORDER BY a.attnum)
           FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
           LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
         (SELECT ' INHERITS (' || string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) || ')' FROM pg_inherits i WHERE i.inhrelid = c.oid),
         CASE WHEN c.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) END) END AS ddl
     ${ofTables} WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND ${own('pg_class', 'c.oid', 'n.nspname')} ORDER BY c.oid`,
  `SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I', s.oid::regclass, d.refobjid::regclass, a.attname) AS ddl
     FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
     JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
     JOIN pg_namespace n ON n.oid = s.relnamespace
    WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'a' AND ${own('pg_class', 's.oid', 'n.nspname')}`,
  // A key before what refers to it.
  `SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', ${table}, k.conname, pg_get_constraintdef(k.oid)) AS ddl
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype IN ('p', 'u', 'c', 'x', 'f') AND k.conislocal AND k.conparentid = 0 AND ${own('pg_class', 'c.oid', 'n.nspname')}
    ORDER BY position(k.contype::text IN 'pucxf'), k.oid`,
  `SELECT pg_get_indexdef(i.indexrelid) AS ddl FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${own('pg_class', 'c.oid', 'n.nspname')} AND c.relkind IN ('r', 'p') AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
      AND NOT EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhrelid = i.indexrelid) ORDER BY i.indexrelid`,
  `SELECT format('CREATE %sVIEW %s AS %s', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END, ${table}, pg_get_viewdef(c.oid)) AS ddl
     ${ofTables} WHERE c.relkind IN ('v', 'm') AND ${own('pg_class', 'c.oid', 'n.nspname')} ORDER BY c.oid`,
  `SELECT pg_get_indexdef(i.indexrelid) AS ddl FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'm' AND ${own('pg_class', 'c.oid', 'n.nspname')} ORDER BY i.indexrelid`,
  `SELECT pg_get_triggerdef(g.oid) AS ddl FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND ${own('pg_class', 'c.oid', 'n.nspname')} ORDER BY g.oid`,
  `SELECT format('GRANT %s ON %s TO %I', string_agg(x.privilege_type, ', '), c.oid::regclass, r.rolname) AS ddl
     ${ofTables} CROSS JOIN LATERAL aclexplode(c.relacl) x JOIN pg_roles r ON r.oid = x.grantee
    WHERE c.relkind IN ('r', 'p', 'v', 'm') AND x.grantee NOT IN (0, c.relowner) AND ${own('pg_class', 'c.oid', 'n.nspname')}
    GROUP BY c.oid, r.rolname ORDER BY c.oid, r.rolname`,
]

/** Roles that own or may use something: migrations that name one need it to be there. */
export const rolesQuery = `
  SELECT DISTINCT r.rolname AS role FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN LATERAL aclexplode(c.relacl) x ON true
    JOIN pg_roles r ON r.oid = x.grantee OR r.oid = c.relowner
   WHERE ${own('pg_class', 'c.oid', 'n.nspname')} AND r.rolname NOT LIKE 'pg\\_%' AND r.rolname <> current_user ORDER BY 1`
