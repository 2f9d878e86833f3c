import type { Session } from '../../ports/databases.ts'
import { quoteName, quoteTable } from '../sql/quote.ts'
import { keyedHash, maskedValue, type Names } from './expressions.ts'
import { kindOf } from './kinds.ts'
import { moveMarker, rememberMasked } from './marker.ts'
import { countProof } from './proof.ts'
import type { MaskTask } from './task.ts'
import type { ColumnMask, MaskCatalog, MaskColumn, MaskTable, TableMask } from './types.ts'

/** The user tables of a Redshift database. It enforces no keys: none is known. */
export async function readRedshiftCatalog(session: Session): Promise<MaskCatalog> {
  const rows = await session.query<Row>(catalogQuery)
  const tables = new Map<number, MaskTable & { columns: MaskColumn[] }>()
  for (const row of rows) {
    const oid = Number(row.oid)
    const table = tables.get(oid) ?? {
      oid,
      schema: row.schema,
      name: row.name,
      kind: row.relkind === 'v' ? 'view' : 'table',
      bytes: 0,
      columns: [],
    }
    table.columns.push(columnOf(row))
    tables.set(oid, table)
  }
  return { tables: [...tables.values()], links: [], encoding: 'UTF8' }
}

/** Masks a Redshift store by UPDATE, in one transaction; what UPDATE leaves behind is vacuumed away. */
export async function maskRedshift(session: Session, task: MaskTask): Promise<void> {
  if (task.tables.length > 0) await updateTables(session, task)
  for (const { table } of task.all) {
    await session.execute(`VACUUM DELETE ONLY ${quoteTable(table)} TO 100 PERCENT`)
    await session.execute(`ANALYZE ${quoteTable(table)}`)
  }
}

async function updateTables(session: Session, task: MaskTask): Promise<void> {
  await session.execute('BEGIN')
  try {
    await session.execute('CREATE TEMP TABLE prod_replica_keys (inner_key varchar(64), outer_key varchar(64), days int)')
    const { inner, outer, days } = task.keys
    await session.query('INSERT INTO prod_replica_keys VALUES ($1, $2, $3)', [inner, outer, days])
    for (const mask of task.tables) {
      task.began(mask)
      const { rows, doubts } = await countProof(session, mask, `(${selectBoth(mask)}) r`)
      task.prove(doubts.map((doubt) => `${mask.table.schema}.${mask.table.name}.${doubt}`))
      await session.execute(updateStatement(mask))
      await rememberMasked(session, mask)
      task.finished(mask, rows)
    }
    await session.execute('DROP TABLE prod_replica_keys')
    await moveMarker(session, { state: 'masked', digest: '', key: task.keys.digest })
    await session.execute('COMMIT')
  } catch (error) {
    await session.execute('ROLLBACK').catch(() => {})
    throw error
  }
}

/** The statement that masks one table on Redshift, which knows no LATERAL: each place computes its hash. */
export function updateStatement({ table, columns }: TableMask): string {
  const sets = columns.map((mask) => `${quoteName(mask.column.name)} = ${maskedValue(mask, namesOf(mask, quoteTable(table)))}`)
  return `UPDATE ${quoteTable(table)} SET ${sets.join(', ')} FROM prod_replica_keys k`
}

function selectBoth({ table, columns }: TableMask): string {
  const both = columns.map((mask) => {
    const { name, attnum } = mask.column
    return `t.${quoteName(name)} AS old${attnum}, ${maskedValue(mask, namesOf(mask, 't'))} AS new${attnum}`
  })
  return `SELECT ${both.join(', ')} FROM ${quoteTable(table)} t, prod_replica_keys k`
}

function namesOf({ column }: ColumnMask, from: string): Names {
  const value = `${from}.${quoteName(column.name)}`
  const hash = keyedHash(column, value, { server: 'redshift', encoding: 'UTF8' })
  return { server: 'redshift', value, hash, days: 'k.days', key: 'k.outer_key' }
}

interface Row {
  oid: string | number
  schema: string
  name: string
  relkind: string
  attnum: number
  column: string
  type: string
  base: string
  notnull: boolean
}

function columnOf({ attnum, column, type, base, notnull }: Row): MaskColumn {
  const length = /^character(?: varying)?\((\d+)\)/.exec(type)?.[1]
  const kind = kindOf(base, 'b', '')
  return {
    attnum: Number(attnum),
    name: column,
    type,
    // Whole numbers cannot be swapped for one another in Redshift's SQL without two meeting: they are like other numbers.
    kind: kind === 'integer' ? 'number' : kind,
    base,
    length: length === undefined ? null : Number(length),
    nullable: !notnull,
    generated: false,
    unique: false,
  }
}

/** In the SQL of PostgreSQL 8, from which Redshift comes. */
const catalogQuery = `
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind, a.attnum, a.attname AS column,
       format_type(a.atttypid, a.atttypmod) AS type, t.typname AS base, a.attnotnull AS notnull
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
 WHERE c.relkind IN ('r', 'v') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'prod_replica', 'catalog_history', 'pg_internal', 'pg_automv')
   AND n.nspname NOT LIKE 'pg\\\\_%'
 ORDER BY n.nspname, c.relname, a.attnum`
