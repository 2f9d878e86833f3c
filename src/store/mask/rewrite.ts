import type { Session } from '../../ports/databases.ts'
import { quoteName, quoteTable } from '../sql/quote.ts'
import { keyedHash, maskedValue, needsHash } from './expressions.ts'
import { countProof, type Proof } from './proof.ts'
import type { MaskColumn, TableMask } from './types.ts'

/**
 * Writes a table of PostgreSQL's anew with masked values, in the caller's transaction: its files are replaced, so that no
 * old version of a row is left in them, its indexes or its long values. What changed is counted against the old values
 * before they are gone. The keys are in `pg_temp.prod_replica_keys`.
 */
export async function rewriteTable(session: Session, mask: TableMask, encoding: string): Promise<Proof> {
  const stored = mask.table.columns.filter(({ generated }) => !generated)
  await session.execute('SET LOCAL search_path = pg_catalog, pg_temp')
  await session.execute(`CREATE TEMP TABLE prod_replica_rows ON COMMIT DROP AS ${selectMasked(mask, stored, encoding)}`)
  const proof = await countProof(session, mask, 'pg_temp.prod_replica_rows')
  // Checks, defaults and indexes may call functions that count on the database's own path.
  await session.execute('SET LOCAL search_path TO DEFAULT')
  await session.execute(`TRUNCATE ${alone(mask)}`)
  const names = stored.map(({ name }) => quoteName(name)).join(', ')
  const values = stored.map(({ attnum }) => `new${attnum}`).join(', ')
  await session.execute(
    `INSERT INTO ${quoteTable(mask.table)} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM pg_temp.prod_replica_rows`,
  )
  await session.execute('DROP TABLE pg_temp.prod_replica_rows')
  await moveSequences(session, mask)
  return proof
}

/** The rows with `new<attnum>` for each column, and `old<attnum>` for the masked ones. */
function selectMasked(mask: TableMask, stored: readonly MaskColumn[], encoding: string): string {
  const masks = new Map(mask.columns.map((each) => [each.column, each]))
  const hashes = mask.columns.filter(needsHash).map(({ column }) => {
    return `${keyedHash(column, `t.${quoteName(column.name)}`, { server: 'postgres', encoding })} AS hash${column.attnum}`
  })
  const given = stored.map(({ name, attnum }) => `t.${quoteName(name)} AS old${attnum}`)
  const values = stored.map((column) => {
    const { attnum } = column
    const own = masks.get(column)
    const names = { server: 'postgres' as const, value: `r.old${attnum}`, hash: `r.hash${attnum}`, days: 'r.days', key: 'r.outer_key' }
    return `${own === undefined ? names.value : maskedValue(own, names)} AS new${attnum}`
  })
  const old = mask.columns.map(({ column }) => `r.old${column.attnum}`)
  // OFFSET 0 keeps the planner from computing a hash once for each place that uses it.
  const rows = `SELECT ${[...given, 'k.days', 'k.outer_key', ...hashes].join(', ')} FROM ${alone(mask)} t, pg_temp.prod_replica_keys k OFFSET 0`
  return `SELECT ${[...values, ...old].join(', ')} FROM (${rows}) r`
}

/** The table without those that inherit from it, but for its partitions. */
function alone({ table }: TableMask): string {
  return `${table.kind === 'table' ? 'ONLY ' : ''}${quoteTable(table)}`
}

/** New rows must not meet a masked number: the sequences behind such a column go on behind the largest one. */
async function moveSequences(session: Session, { table, columns }: TableMask): Promise<void> {
  for (const { column } of columns.filter(({ column }) => column.kind === 'integer')) {
    await session.query(
      `SELECT setval(s.oid::regclass, greatest(m.largest, q.last_value, 1)) FROM pg_depend d
         JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_sequence p ON p.seqrelid = s.oid
         JOIN pg_sequences q ON q.schemaname = s.relnamespace::regnamespace::name AND q.sequencename = s.relname,
         (SELECT max(${quoteName(column.name)}) AS largest FROM ${quoteTable(table)}) m
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1 AND d.refobjsubid = $2
          AND d.deptype IN ('a', 'i') AND p.seqincrement > 0 AND m.largest < p.seqmax`,
      [table.oid, column.attnum],
    )
  }
}
