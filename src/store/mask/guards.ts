import type { Session } from '../ports/databases.ts'
import type { TableMask } from './mask-plan.ts'
import { quoteName, quoteTable } from './sql/quote.ts'

/**
 * Takes away, inside the caller's transaction, what would stand in masking's way: foreign keys over masked columns
 * (both ends change, in two statements) and the team's own triggers (an audit trigger would copy what is masked).
 * `restore` puts all of it back, and checks the keys again.
 */
export async function pauseGuards(session: Session, tables: readonly TableMask[]): Promise<{ restore(): Promise<void> }> {
  const keys = await foreignKeys(session, tables)
  const triggers = await enabledTriggers(session, tables)
  for (const key of keys) await session.execute(`ALTER TABLE ${quoteTable(key)} DROP CONSTRAINT ${quoteName(key.constraint)}`)
  for (const trigger of triggers) await session.execute(`ALTER TABLE ${quoteTable(trigger)} DISABLE TRIGGER ${quoteName(trigger.trigger)}`)
  const restore = async (): Promise<void> => {
    for (const trigger of triggers) await session.execute(`ALTER TABLE ${quoteTable(trigger)} ${enable(trigger)}`)
    for (const key of keys)
      await session.execute(`ALTER TABLE ${quoteTable(key)} ADD CONSTRAINT ${quoteName(key.constraint)} ${key.definition}`)
  }
  return { restore }
}

interface ForeignKey {
  schema: string
  name: string
  constraint: string
  definition: string
}

function foreignKeys(session: Session, tables: readonly TableMask[]): Promise<ForeignKey[]> {
  const columns = tables.flatMap(({ table, columns }) => columns.map(({ shape }) => [table.oid, shape.attnum]))
  return session.query<ForeignKey>(
    `SELECT n.nspname AS schema, t.relname AS name, k.conname AS constraint, pg_get_constraintdef(k.oid) AS definition
       FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
      WHERE k.contype = 'f' AND k.conparentid = 0 AND EXISTS (
        SELECT 1 FROM json_array_elements($1::json) AS m
         WHERE (k.conrelid = (m->>0)::oid AND (m->>1)::smallint = ANY(k.conkey))
            OR (k.confrelid = (m->>0)::oid AND (m->>1)::smallint = ANY(k.confkey)))
      ORDER BY k.oid`,
    [JSON.stringify(columns)],
  )
}

interface Trigger {
  schema: string
  name: string
  trigger: string
  mode: string
}

function enabledTriggers(session: Session, tables: readonly TableMask[]): Promise<Trigger[]> {
  return session.query<Trigger>(
    `SELECT n.nspname AS schema, t.relname AS name, g.tgname AS trigger, g.tgenabled AS mode
       FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_namespace n ON n.oid = t.relnamespace
      WHERE NOT g.tgisinternal AND g.tgenabled IN ('O', 'A') AND g.tgrelid = ANY($1::oid[]) AND g.tgparentid = 0
      ORDER BY g.oid`,
    [tables.map(({ table }) => table.oid)],
  )
}

function enable(trigger: Trigger): string {
  return `${trigger.mode === 'A' ? 'ENABLE ALWAYS TRIGGER' : 'ENABLE TRIGGER'} ${quoteName(trigger.trigger)}`
}
