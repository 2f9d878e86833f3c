import { createClock } from '../../src/adapters/clock.ts'
import { createDatabases } from '../../src/adapters/databases.ts'
import type { Databases, Session } from '../../src/ports/databases.ts'
import type { MaskMethod, MaskRule } from '../../src/spec/types.ts'
import { maskStores } from '../../src/store/mask/mask.ts'
import type { Store } from '../../src/store/types.ts'

/** What masking one table took. */
export interface MaskFigures {
  rows: number
  columns: number
  seconds: number
  rowsPerMinute: number
  /** One plain count(*) of the same table, to compare with on any machine. */
  countSeconds: number
}

const masks: Readonly<Record<string, MaskMethod>> = {
  name: 'fake-name',
  email: 'fake-email',
  phone: 'fake-phone',
  born: 'shift-date',
  national_id: 'hash',
}

/** Masks five columns of a table of pupils that it makes in an empty database of PostgreSQL's. */
export async function measureMask(target: Store['target'], rows: number, databases: Databases = createDatabases()): Promise<MaskFigures> {
  const clock = createClock()
  const session = await databases.connect(target)
  await makePupils(session, rows)
  const countedAt = clock.now().getTime()
  await session.query('SELECT count(*) FROM pupils')
  const countSeconds = (clock.now().getTime() - countedAt) / 1000
  await session.close()
  const store: Store = { name: 'app', engine: 'postgres', server: 'postgres', serverVersion: 18, target }
  const rules: MaskRule[] = Object.entries(masks).map(([column, method]) => ({
    store: 'app',
    schema: 'public',
    table: 'pupils',
    column,
    method,
    place: 'replica.yml',
  }))
  const startedAt = clock.now().getTime()
  await maskStores({ app: store }, { rules, secret: 'of the bench', propose: async () => '' }, { databases, clock, emit: () => {} })
  const seconds = (clock.now().getTime() - startedAt) / 1000
  return { rows, columns: rules.length, seconds, rowsPerMinute: Math.round((rows / seconds) * 60), countSeconds }
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
