import { fail } from '../../errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Databases, Session } from '../../ports/databases.ts'
import { SqlFailure } from '../../ports/databases.ts'
import { quoteName } from '../sql/quote.ts'
import type { Store } from '../types.ts'
import { beginMarker, readMarker } from './marker.ts'

/** What closing a store needs of the world. */
export interface LockPorts {
  databases: Databases
  clock: Clock
}

/** A store, and the one session that it lets in. */
export interface OpenStore {
  store: Store
  session: Session
}

/**
 * Does `work` in the one session that each store lets in: its connection limit is 0 meanwhile, and whoever was there is
 * sent away. They open again only when `work` returns; after a failure or a crash they stay closed, and the next call gets
 * in through the server's `postgres` database. Two calls wait for one another. Throws `mask.not_locked`.
 */
export async function withStoresClosed<Result>(
  stores: readonly Store[],
  ports: LockPorts,
  work: (open: OpenStore[]) => Promise<Result>,
  open: OpenStore[] = [],
): Promise<Result> {
  const [store, ...rest] = stores
  if (store === undefined) return await work(open)
  const within = (session: Session) => withStoresClosed(rest, ports, work, [...open, { store, session }])
  // Redshift's master user is a superuser, whom no limit keeps out.
  return store.server === 'redshift' ? await withSession(store, ports, within) : await withStoreClosed(store, ports, within)
}

async function withSession<Result>(store: Store, { databases }: LockPorts, work: (session: Session) => Promise<Result>): Promise<Result> {
  const session = await databases.connect(store.target)
  try {
    await beginMarker(session, unlimited)
    return await work(session)
  } finally {
    await session.close()
  }
}

async function withStoreClosed<Result>(store: Store, ports: LockPorts, work: (session: Session) => Promise<Result>): Promise<Result> {
  const beside = await ports.databases.connect({ ...store.target, database: 'postgres', applicationName: 'prod-replica mask' })
  try {
    await beside.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [maskLock(store)])
    const { session, limit } = await enter(store, beside, ports)
    try {
      const result = await work(session)
      await setLimit(store, beside, limit)
      return result
    } finally {
      await session.close()
    }
  } finally {
    await beside.close()
  }
}

/** The lock, in the server's `postgres` database, that masking a store holds alone and cloning it shares. */
export function maskLock({ target }: Store): string {
  return `prod-replica mask ${target.database}`
}

async function enter(store: Store, beside: Session, ports: LockPorts): Promise<{ session: Session; limit: number }> {
  const limit = await limitOf(store, beside)
  const isClosed = limit === closed
  if (isClosed) await setLimit(store, beside, 1)
  const session = await connectAlone(store, beside, ports)
  try {
    const before = isClosed ? (await readMarker(session))?.connectionLimit : limit
    const restored = before ?? unlimited
    await beginMarker(session, restored)
    await setLimit(store, beside, closed)
    await sendOthersAway(store, beside, ports.clock, session)
    return { session, limit: restored }
  } catch (error) {
    await session.close()
    throw error
  }
}

const closed = 0
const unlimited = -1
const mostTries = 100

/** Where the one place is taken, whoever has it is sent away. */
async function connectAlone(store: Store, beside: Session, { databases, clock }: LockPorts): Promise<Session> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await databases.connect(store.target)
    } catch (error) {
      const isFull = error instanceof SqlFailure && error.sqlState === '53300'
      if (!isFull || attempt >= mostTries) throw error
      await sendOthersAway(store, beside, clock)
      await clock.sleep(50)
    }
  }
}

/** Ends every other session on the store's database. Throws `mask.not_locked` where one stays. */
async function sendOthersAway(store: Store, beside: Session, clock: Clock, kept?: Session): Promise<void> {
  const [own] = kept === undefined ? [] : await kept.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  for (let attempt = 1; ; attempt += 1) {
    const ended = await beside.query(endSessions, [store.target.database, own?.pid ?? 0]).catch((error: unknown) => {
      throw notLocked(store, error)
    })
    if (ended.length === 0) return
    if (attempt >= mostTries)
      throw fail('mask.not_locked', { store: store.name, sqlState: '55006', reason: 'somebody else stays connected' })
    await clock.sleep(50)
  }
}

const endSessions = `
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> $2 AND backend_type = 'client backend'`

async function limitOf(store: Store, beside: Session): Promise<number> {
  const [row] = await beside.query<{ limit: number }>('SELECT datconnlimit AS limit FROM pg_database WHERE datname = $1', [
    store.target.database,
  ])
  return row?.limit ?? unlimited
}

async function setLimit(store: Store, beside: Session, limit: number): Promise<void> {
  await beside.execute(`ALTER DATABASE ${quoteName(store.target.database)} CONNECTION LIMIT ${limit}`).catch((error: unknown) => {
    throw notLocked(store, error)
  })
}

function notLocked(store: Store, error: unknown): unknown {
  if (!(error instanceof SqlFailure)) return error
  return fail('mask.not_locked', { store: store.name, sqlState: error.sqlState, reason: error.message }, error)
}
