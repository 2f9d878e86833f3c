import { createClock } from '../../src/adapters/clock.ts'
import { createDatabases } from '../../src/adapters/databases.ts'
import type { Session } from '../../src/ports/databases.ts'
import type { MaskMethod, MaskRule } from '../../src/spec/types.ts'
import { maskStores } from '../../src/store/mask/mask.ts'
import type { Store } from '../../src/store/types.ts'
import type { PostgresServer } from '../../test/support/postgres.ts'
import type { Line, MeasurePart } from './types.ts'

const masks: Readonly<Record<string, MaskMethod>> = {
  name: 'fake-name',
  email: 'fake-email',
  phone: 'fake-phone',
  born: 'shift-date',
  national_id: 'hash',
}

/** Masks five columns of a table of pupils with three indexes, in a database of its own for each size. */
export const measureMask: MeasurePart = async (server, { rows }) => {
  const lines: Line[] = []
  for (const size of rows) lines.push(await measureSize(server, size))
  return lines
}

async function measureSize({ host, port, user, password }: PostgresServer, rows: number): Promise<Line> {
  const databases = createDatabases()
  const target: Store['target'] = { host, port, user, password, database: `bench_mask_${rows}`, tls: 'disable' }
  const admin = await databases.connect({ ...target, database: 'postgres' })
  await admin.execute(`CREATE DATABASE ${target.database}`)
  const session = await databases.connect(target)
  await makePupils(session, rows)
  const countSeconds = await secondsOf(() => session.query('SELECT count(*) FROM pupils'))
  await session.close()
  const stores = { app: { name: 'app', engine: 'postgres', server: 'postgres', serverVersion: 18, target } } as const
  const request = { rules, secret: 'of the bench', propose: async () => '' }
  const seconds = await secondsOf(() => maskStores(stores, request, { databases, clock: createClock(), emit: () => {} }))
  await admin.execute(`DROP DATABASE ${target.database} WITH (FORCE)`)
  await admin.close()
  const figures = { rows, columns: rules.length, seconds, rowsPerMinute: Math.round((rows / seconds) * 60), countSeconds }
  return { what: 'masking five columns of a table', figures }
}

const rules: readonly MaskRule[] = Object.entries(masks).map(([column, method]) => ({
  store: 'app',
  schema: 'public',
  table: 'pupils',
  column,
  method,
  place: 'replica.yml',
}))

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

async function makePupils(session: Session, rows: number): Promise<void> {
  await session.execute(`
    CREATE TABLE pupils (id bigint PRIMARY KEY, name text NOT NULL, email varchar(120) NOT NULL UNIQUE, phone text, born date, national_id text,
      school int NOT NULL, grade int NOT NULL, updated timestamptz NOT NULL);
    INSERT INTO pupils SELECT i, 'Pupil ' || md5(i::text), md5(i::text) || '@school.example', '+1 555 ' || i, date '2006-01-01' + (i % 3000),
      md5('id' || i), i % 1000, i % 12, now() FROM generate_series(1, ${rows}) i;
    CREATE INDEX ON pupils (name);`)
  await session.execute('VACUUM ANALYZE pupils')
}
