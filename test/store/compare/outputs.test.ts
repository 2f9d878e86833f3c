import { expect } from 'chai'
import { createDatabases } from '../../../src/adapters/databases.ts'
import type { Session } from '../../../src/ports/databases.ts'
import { movedTables, readActivity, settle } from '../../../src/store/compare/activity.ts'
import { lookAtSides, type Sides } from '../../../src/store/compare/look.ts'
import { compareOutputs, type OutputComparison } from '../../../src/store/compare/outputs.ts'
import { readSchema } from '../../../src/store/schema/tables.ts'
import type { Store } from '../../../src/store/types.ts'
import { makeStore, startStores } from '../../support/stores.ts'

const names = ['baseline', 'control', 'candidate'] as const

describe('compareOutputs', function () {
  this.timeout(60_000)
  let sessions: Session[] = []

  before(async function () {
    this.timeout(60_000)
    await startStores()
  })
  afterEach(async () => {
    await Promise.all(sessions.map((session) => session.close()))
    sessions = []
  })

  /** `work` is what the pipeline does on each side; `change` is what the change did to the candidate before. */
  const compare = async (setup: string, change: string, work: string | ((side: string) => string)): Promise<OutputComparison> => {
    const store = await makeStore('compare', setup)
    const open = async (database: string): Promise<Session> => {
      const session = await createDatabases().connect({ ...store.target, database })
      sessions.push(session)
      return session
    }
    const admin = await open('postgres')
    const origin = await run(open, store, async (session) => await readSchema(session))
    const sides = {} as Record<string, Session>
    for (const side of names) {
      await admin.execute(`CREATE DATABASE ${store.target.database}_${side} TEMPLATE ${store.target.database}`)
      sides[side] = await open(`${store.target.database}_${side}`)
    }
    const of = sides as unknown as Sides<Session>
    const untouched = await readActivity(of.candidate)
    await run(open, store, (session) => session.execute(change), '_candidate')
    await settle(of.candidate)
    const altered = movedTables(untouched, await readActivity(of.candidate))
    const before = await lookAtSides(of, origin, { altered })
    for (const side of names) await run(open, store, (session) => session.execute(typeof work === 'string' ? work : work(side)), `_${side}`)
    return await compareOutputs(of, before, await lookAtSides(of, origin, { before }), origin)
  }

  const run = async <Result>(
    open: (database: string) => Promise<Session>,
    store: Store,
    work: (session: Session) => Promise<Result>,
    suffix = '',
  ): Promise<Result> => {
    const session = await open(`${store.target.database}${suffix}`)
    return await work(session).finally(() => session.close())
  }

  it('finds nothing where the same was written, and names what was written', async () => {
    const setup =
      'CREATE TABLE a (i int); CREATE TABLE b (i int); CREATE TABLE c (i int) PARTITION BY RANGE (i); CREATE TABLE c1 PARTITION OF c DEFAULT'
    const found = await compare(
      setup,
      'SELECT 1',
      'INSERT INTO a VALUES (1); INSERT INTO c VALUES (2); TRUNCATE c; CREATE TABLE d AS SELECT 1 AS x',
    )
    expect(found).to.deep.equal({ written: ['public.a', 'public.c', 'public.d'], differences: [], unstable: [], uncomparable: [] })
  })

  it('takes equal numbers of another type for the same, and other last digits of a float', async () => {
    const setup = 'CREATE TABLE a (i int, n numeric(10, 2), f float8, j json, t text[])'
    const work = (side: string) =>
      `INSERT INTO a VALUES (1, 2.5, ${side === 'candidate' ? 0.30000000000000004 : 0.3}, '{"a": 1}', '{x,NULL}'), (2, NULL, 'NaN', NULL, NULL)`
    const found = await compare(setup, 'ALTER TABLE a ALTER i TYPE bigint, ALTER n TYPE numeric(12, 4)', work)
    expect(found.differences).to.deep.equal([])
    const other = await compare(setup, 'SELECT 1', (side) => work(side).replace('0.30000000000000004', '0.3000001'))
    expect(other.differences[0]?.delta.columns.map(({ column }) => column)).to.deep.equal(['f'])
  })

  it('judges a pipeline by what it added where the change had altered the table', async () => {
    const setup = 'CREATE TABLE a (i int, f float8); INSERT INTO a VALUES (1, 0.1), (2, 0.2)'
    expect((await compare(setup, 'UPDATE a SET f = 5 WHERE i = 1', 'INSERT INTO a VALUES (3, 0.3)')).differences).to.deep.equal([])
    const found = await compare(
      setup,
      'UPDATE a SET f = 5 WHERE i = 1',
      (side) => `INSERT INTO a VALUES (3, ${side === 'candidate' ? 4 : 3})`,
    )
    expect(found.differences).to.have.length(1)
  })

  it('judges it by its stable columns too where others differ between two baselines', async () => {
    const setup = "CREATE TABLE log (job text, rows int, at text); INSERT INTO log VALUES ('old', 3, 'then'), ('start', 0, 'then')"
    const change = "DELETE FROM log WHERE job = 'old'"
    const append = (rows: (side: string) => number) => (side: string) => `INSERT INTO log VALUES ('audit', ${rows(side)}, '${side}')`
    expect(
      (
        await compare(
          setup,
          change,
          append(() => 1),
        )
      ).differences,
    ).to.deep.equal([])
    expect(
      (
        await compare(
          setup,
          change,
          append((side) => (side === 'candidate' ? 2 : 1)),
        )
      ).differences,
    ).to.have.length(1)
  })

  it('leaves out what it may not read on one side, and says so where a pipeline wrote it', async () => {
    const setup = "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE a (i int, m mood); CREATE TABLE b (i int); CREATE TABLE c (m mood)"
    const change = 'REVOKE SELECT ON a, c FROM current_user; UPDATE b SET i = 1'
    const found = await compare(setup, change, 'INSERT INTO a VALUES (1); INSERT INTO b VALUES (2)')
    expect(found).to.deep.equal({ written: ['public.a', 'public.b'], differences: [], unstable: [], uncomparable: ['public.a'] })
  })

  it('knows that an enum with a renamed label reads otherwise without a write', async () => {
    const setup = "CREATE TYPE level AS ENUM ('low', 'high'); CREATE TABLE a (l level); INSERT INTO a VALUES ('low')"
    expect(
      (await compare(setup, "ALTER TYPE level RENAME VALUE 'low' TO 'under'", "INSERT INTO a VALUES ('high')")).differences,
    ).to.deep.equal([])
  })

  it('leaves out columns in which two baselines differ, and shows rows by their key', async () => {
    const setup = 'CREATE TABLE a (id int PRIMARY KEY, at text, level text)'
    const found = await compare(
      setup,
      'SELECT 1',
      (side) =>
        `INSERT INTO a SELECT g, '${side}', CASE WHEN g <= ${side === 'candidate' ? 0 : 45} THEN 'above' ELSE 'below' END FROM generate_series(1, 100) g`,
    )
    expect(found.unstable).to.deep.equal(['public.a.at'])
    const [difference] = found.differences
    expect(difference?.delta.examples[0]).to.deep.equal({ before: { id: '1', level: 'above' }, after: { id: '1', level: 'below' } })
    expect(difference?.delta.columns[0]?.shares?.[0]).to.deep.equal({ value: 'above', before: 0.45, after: 0 })
  })

  it('counts duplicates in a table without a key', async () => {
    const found = await compare(
      'CREATE TABLE a (t text)',
      'SELECT 1',
      (side) => `INSERT INTO a VALUES ('x'), ('x')${side === 'candidate' ? ", ('x')" : ''}`,
    )
    expect(found.differences[0]?.delta.rows).to.deep.equal({ before: 2, after: 3 })
    expect(found.differences[0]?.delta.examples).to.deep.equal([{ before: null, after: { t: 'x' } }])
  })
})
