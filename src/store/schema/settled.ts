import type { Session } from '../../ports/databases.ts'
import { SqlFailure } from '../../ports/databases.ts'

/** Settings under which a catalog reads the same in every session: names qualified, constants in one form. */
const settings = `SET LOCAL search_path = pg_catalog; SET LOCAL quote_all_identifiers = off; SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;
SET LOCAL standard_conforming_strings = on`

/** Runs `work` under the settings above, inside the session's transaction or one of its own, and leaves no trace. */
export async function withSettings<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
  const inside = await isInTransaction(session)
  if (!inside) await session.execute('BEGIN')
  try {
    await session.execute(settings)
    return await work()
  } finally {
    await session.execute(inside ? 'ROLLBACK TO prod_replica_settings; RELEASE prod_replica_settings' : 'ROLLBACK')
  }
}

/** Whether the session has a transaction open; sets a savepoint in it. */
async function isInTransaction(session: Session): Promise<boolean> {
  try {
    await session.execute('SAVEPOINT prod_replica_settings')
    return true
  } catch (error) {
    if (error instanceof SqlFailure && error.sqlState === '25P01') return false
    throw error
  }
}
