import type { Session } from '../../ports/databases.ts'
import { SqlFailure } from '../../ports/databases.ts'
import { quoteName } from '../sql/quote.ts'
import { lockOfRun, runOfClone } from './names.ts'

/** Says on a server that a run lives, for as long as the session does. */
export async function holdRun(session: Session, run: string): Promise<void> {
  await session.execute('SET idle_session_timeout = 0').catch(() => {})
  await session.query('SELECT pg_advisory_lock($1)', [lockOfRun(run)])
}

/**
 * Drops the clones of runs that are dead: their lock is free, nobody is connected to them, our own user owns them and
 * their name proves that we gave it. Returns their names. `run` is the one that asks.
 */
export async function dropLeftovers(session: Session, run: string): Promise<string[]> {
  const rows = await session.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database
      WHERE starts_with(datname, 'pr_') AND pg_get_userbyid(datdba) = current_user ORDER BY datname`,
  )
  const dropped: string[] = []
  for (const { name } of rows) {
    const owner = runOfClone(name)
    if (owner !== undefined && owner !== run && (await dropIfDead(session, name, owner))) dropped.push(name)
  }
  return dropped
}

async function dropIfDead(session: Session, name: string, run: string): Promise<boolean> {
  const [row] = await session.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [lockOfRun(run)])
  if (row?.free !== true) return false
  try {
    // Without FORCE: whoever is connected keeps it.
    await session.execute(`DROP DATABASE IF EXISTS ${quoteName(name)}`)
    return true
  } catch (error) {
    if (error instanceof SqlFailure) return false
    throw error
  } finally {
    await session.query('SELECT pg_advisory_unlock($1)', [lockOfRun(run)])
  }
}
