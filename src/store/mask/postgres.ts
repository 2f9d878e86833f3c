import type { Session } from '../../ports/databases.ts'
import { pauseGuards, seeAllRows } from './guards.ts'
import type { MaskKeys } from './keys.ts'
import { moveMarker, rememberMasked } from './marker.ts'
import { numberFunction } from './numbers.ts'
import { rewriteTable } from './rewrite.ts'
import { settleStore } from './settle.ts'
import type { MaskTask } from './task.ts'

/** Looks at a PostgreSQL store in a transaction that leaves no trace. */
export async function lookIn<Result>(session: Session, look: () => Promise<Result>): Promise<Result> {
  await session.execute('BEGIN')
  try {
    await session.execute('SET LOCAL search_path = pg_catalog, pg_temp')
    await seeAllRows(session)
    return await look()
  } finally {
    await session.execute('ROLLBACK')
  }
}

/**
 * Masks a PostgreSQL store: all tables in one transaction, so that a crash leaves it as it was, then what was made from
 * them. `task.began` says which table is being worked on.
 */
export async function maskPostgres(session: Session, task: MaskTask): Promise<void> {
  if (task.tables.length > 0) await inTransaction(session, () => rewriteTables(session, task))
  const left = await settleStore(session, task.all)
  task.prove(left.map((column) => `${column}: the planner’s statistics still hold old values`))
}

async function rewriteTables(session: Session, task: MaskTask): Promise<void> {
  await session.execute(settings)
  await giveKeys(session, task.keys)
  await session.execute(numberFunction)
  const guards = await pauseGuards(session, task.tables)
  for (const mask of task.tables) {
    task.began(mask)
    const { rows, doubts } = await rewriteTable(session, mask, task.encoding)
    task.prove(doubts.map((doubt) => `${mask.table.schema}.${mask.table.name}.${doubt}`))
    await rememberMasked(session, mask)
    task.finished(mask, rows)
  }
  await guards.restore()
  await session.execute('DROP FUNCTION pg_temp.prod_replica_number(bigint, int, text)')
  await moveMarker(session, { state: 'masked', digest: '', key: task.keys.digest })
}

/** No time limit of the team's own may end it half-way; what it needs to sort and check may take memory. */
const settings = `SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
  SET LOCAL maintenance_work_mem = '128MB'; SET LOCAL synchronous_commit = off; SET LOCAL jit = off`

/** What COPY brings is in no statement's text and no parameter: no log and no view of statements shows it. */
async function giveKeys(session: Session, { inner, outer, days }: MaskKeys): Promise<void> {
  await session.execute('CREATE TEMP TABLE prod_replica_keys (inner_key text, outer_key text, days int) ON COMMIT DROP')
  await session.copyIn('COPY pg_temp.prod_replica_keys FROM STDIN', `${inner}\t${outer}\t${days}\n`)
}

async function inTransaction(session: Session, work: () => Promise<void>): Promise<void> {
  await session.execute('BEGIN')
  try {
    await work()
    await session.execute('COMMIT')
  } catch (error) {
    await session.execute('ROLLBACK').catch(() => {})
    throw error
  }
}
