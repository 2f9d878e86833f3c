import type { Session } from '../../ports/databases.ts'
import { quoteTable } from '../sql/quote.ts'
import type { TableMask } from './types.ts'

/**
 * Takes away, inside the caller's transaction, what would stand in masking's way or undo it: foreign keys at the tables
 * (their rows change in several statements), the team's own triggers and rules (an audit trigger would copy what is
 * masked), and row security that hides rows from the owner. `restore` puts all of it back, and checks the keys again.
 */
export async function pauseGuards(session: Session, tables: readonly TableMask[]): Promise<{ restore(): Promise<void> }> {
  const oids = tables.map(({ table }) => table.oid)
  const keys = await session.query<Guard>(keysQuery, [oids])
  const switches = await session.query<Guard>(switchesQuery, [oids])
  for (const { off } of [...keys, ...switches]) await session.execute(off)
  const restore = async (): Promise<void> => {
    await session.execute('SET CONSTRAINTS ALL IMMEDIATE')
    // Keys first: they are checked as the owner, from whom row security may hide rows.
    for (const { on } of [...keys, ...switches]) await session.execute(on)
  }
  return { restore }
}

/** Lets the owner see every row of these tables, inside the caller's transaction. */
export async function seeAllRows(session: Session): Promise<void> {
  const forced = await session.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relforcerowsecurity AND c.relkind IN ('r', 'p')`,
  )
  for (const table of forced) await session.execute(`ALTER TABLE ONLY ${quoteTable(table)} NO FORCE ROW LEVEL SECURITY`)
  await session.execute('SET LOCAL row_security = off')
}

/** The statements that take something away and put it back. */
interface Guard {
  off: string
  on: string
}

/** The tables, and below a partitioned one all that hold its rows. */
const trees = `
WITH RECURSIVE tree (oid) AS (
  SELECT unnest($1::oid[])
  UNION
  SELECT i.inhrelid FROM pg_inherits i JOIN tree ON tree.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relispartition)`

const keysQuery = `${trees}
SELECT format('ALTER TABLE %I.%I DROP CONSTRAINT %I', n.nspname, t.relname, k.conname) AS off,
       format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, t.relname, k.conname, pg_get_constraintdef(k.oid))
       || coalesce(format('; COMMENT ON CONSTRAINT %I ON %I.%I IS %L', k.conname, n.nspname, t.relname, obj_description(k.oid, 'pg_constraint')), '') AS on
  FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
 WHERE k.contype = 'f' AND k.conparentid = 0 AND (k.conrelid IN (SELECT oid FROM tree) OR k.confrelid IN (SELECT oid FROM tree))
 ORDER BY k.oid`

const switchesQuery = `${trees}
SELECT format('ALTER TABLE ONLY %I.%I DISABLE TRIGGER %I', n.nspname, t.relname, g.tgname) AS off,
       format('ALTER TABLE ONLY %I.%I ENABLE %sTRIGGER %I', n.nspname, t.relname, CASE g.tgenabled WHEN 'A' THEN 'ALWAYS ' ELSE '' END, g.tgname) AS on
  FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_namespace n ON n.oid = t.relnamespace
 WHERE NOT g.tgisinternal AND g.tgenabled IN ('O', 'A') AND g.tgrelid IN (SELECT oid FROM tree)
UNION ALL
SELECT format('ALTER TABLE %I.%I DISABLE RULE %I', n.nspname, t.relname, r.rulename),
       format('ALTER TABLE %I.%I ENABLE %sRULE %I', n.nspname, t.relname, CASE r.ev_enabled WHEN 'A' THEN 'ALWAYS ' ELSE '' END, r.rulename)
  FROM pg_rewrite r JOIN pg_class t ON t.oid = r.ev_class JOIN pg_namespace n ON n.oid = t.relnamespace
 WHERE r.ev_enabled IN ('O', 'A') AND r.ev_class IN (SELECT oid FROM tree)
UNION ALL
SELECT format('ALTER TABLE ONLY %I.%I NO FORCE ROW LEVEL SECURITY', n.nspname, t.relname),
       format('ALTER TABLE ONLY %I.%I FORCE ROW LEVEL SECURITY', n.nspname, t.relname)
  FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
 WHERE t.relforcerowsecurity AND t.oid IN (SELECT oid FROM tree)`
