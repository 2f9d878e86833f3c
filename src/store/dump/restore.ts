import { type Session, SqlFailure } from '../../ports/databases.ts'
import type { Dump } from './dump.ts'

/** A statement that could not be carried out, and what the server said last. */
export interface Unrestored {
  ddl: string
  reason: string
}

/**
 * Makes the session's empty database like the one that was dumped. What depends on something that comes later is tried again
 * after it; what never succeeds (an extension that this server has not) is returned, with its first line only.
 */
export async function restoreSchema(session: Session, dump: Dump): Promise<Unrestored[]> {
  await session.execute('SET search_path = pg_catalog; SET check_function_bodies = off; SET client_min_messages = error')
  if (await allAtOnce(session, dump.ddl)) return []
  let open: Unrestored[] = dump.ddl.map((ddl) => ({ ddl, reason: '' }))
  for (let left = Number.POSITIVE_INFINITY; open.length < left; ) {
    left = open.length
    open = await tryEach(session, open)
  }
  return open.map(({ ddl, reason }) => ({ ddl: ddl.split('\n', 1)[0]?.slice(0, 160) ?? '', reason }))
}

/** One round trip for everything; nothing of it stays when one statement fails. */
async function allAtOnce(session: Session, ddl: readonly string[]): Promise<boolean> {
  try {
    await session.execute(ddl.map((statement) => `${statement.replace(/;\s*$/, '')};`).join('\n'))
    return true
  } catch (error) {
    if (!(error instanceof SqlFailure)) throw error
    return false
  }
}

async function tryEach(session: Session, open: readonly Unrestored[]): Promise<Unrestored[]> {
  const failed: Unrestored[] = []
  for (const { ddl } of open) {
    try {
      await session.execute(ddl)
    } catch (error) {
      if (!(error instanceof SqlFailure)) throw error
      failed.push({ ddl, reason: error.message })
    }
  }
  return failed
}
