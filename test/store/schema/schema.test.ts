import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { createDatabases } from '../../../src/adapters/databases.ts'
import { isReplicaError } from '../../../src/errors.ts'
import { cloneStore, dropClones } from '../../../src/store/clone/clone.ts'
import { compareSchemas } from '../../../src/store/schema/compare.ts'
import { readSchema } from '../../../src/store/schema/tables.ts'
import type { Store } from '../../../src/store/types.ts'
import { readUsage } from '../../../src/store/usage.ts'
import { rejection } from '../../support/rejection.ts'
import { listDatabases, makeStore, startStores, withSession } from '../../support/stores.ts'

const schema = `
CREATE TABLE a (id int PRIMARY KEY, old text, gone int, n int NOT NULL, d int DEFAULT 1);
CREATE TABLE b (x int); CREATE TABLE c (y int);
CREATE VIEW v AS SELECT id, old FROM a;`

describe('a clone and its schema', () => {
  let store: Store
  const ports = { databases: createDatabases(), clock: createClock() }

  before(async function () {
    this.timeout(60_000)
    await startStores()
    store = await makeStore('sch', schema)
    const set = `ALTER DATABASE "${store.target.database}" SET search_path TO "$user", public, reports`
    await withSession(store, (session) => session.execute(set))
  })

  it('tells a rename from a drop and an add after any migration', async () => {
    const clone = await cloneStore(store, 'pr_schema_test', ports)
    try {
      const changes = await withSession(clone, (session) =>
        session.execute(`ALTER TABLE a RENAME old TO new; ALTER TABLE a DROP gone; ALTER TABLE a ADD gone bigint NOT NULL DEFAULT 0;
          ALTER TABLE a ALTER n TYPE bigint; ALTER TABLE a ALTER n DROP NOT NULL; ALTER TABLE a ALTER d SET DEFAULT 2;
          ALTER TABLE b RENAME TO bb; DROP TABLE c; CREATE TABLE e (z int)`),
      ).then(async () => compareSchemas(await withSession(store, readSchema), await withSession(clone, readSchema)))
      const short = changes.map(({ kind, name, column, before, after }) => [kind, name, column ?? '', before ?? '', after ?? ''].join(' '))
      expect(short).to.have.members([
        'column_renamed public.a old old new',
        'column_moved public.a gone position 3 position 5',
        'column_retyped public.a gone integer bigint',
        'column_nullability public.a gone nullable not null',
        'column_default public.a gone none 0',
        'column_retyped public.a n integer bigint',
        'column_nullability public.a n not null nullable',
        'column_default public.a d 1 2',
        'table_renamed public.b  public.b public.bb',
        'table_dropped public.c  public.c ',
        'table_added public.e   public.e',
      ])
    } finally {
      await dropClones(store, ['pr_schema_test'], ports)
    }
    expect(await listDatabases(store, 'pr_schema')).to.deep.equal([])
  })

  it('ends other sessions on the source, takes its settings over, and is dropped whoever is connected', async () => {
    const idle = await ports.databases.connect(store.target)
    const clone = await cloneStore(store, 'pr_settings', ports)
    const [row] = await withSession(clone, (session) => session.query<{ path: string }>("SELECT current_setting('search_path') AS path"))
    expect(row?.path).to.equal('"$user", public, reports')
    const user = await ports.databases.connect(clone.target)
    await dropClones(store, ['pr_settings', 'pr_never_made'], ports)
    expect(await listDatabases(store, 'pr_settings')).to.deep.equal([])
    await Promise.all([idle.close(), user.close()])
  })

  it('refuses a real Redshift, and a name that is taken', async () => {
    const redshift = await rejection(cloneStore({ ...store, server: 'redshift' }, 'pr_x', ports))
    expect(isReplicaError(redshift, 'store.cannot_clone')).to.equal(true)
    const taken = await rejection(cloneStore(store, 'template1', ports))
    expect(isReplicaError(taken, 'store.clone_failed')).to.equal(true)
  })

  it('finds the columns of statements that return none of them, through views and parameters', async () => {
    const texts = [
      'SELECT count(*) FROM v WHERE old = $1',
      'INSERT INTO b SELECT n FROM a',
      'CREATE TABLE made AS SELECT d FROM a',
      'COPY a (gone) TO STDOUT',
      'VACUUM a',
    ]
    const usage = await withSession(store, (session) =>
      readUsage(
        session,
        texts.map((sql) => ({ fingerprint: sql, sql })),
      ),
    )
    const tables = await withSession(store, readSchema)
    const names = (sql: string | undefined) =>
      (usage.get(sql ?? '') ?? [])
        .map(({ table, attnum }) => `${tables.get(table)?.name}.${tables.get(table)?.columns.get(attnum)?.name}`)
        .filter((name) => !name.endsWith('undefined'))
        .sort()
    expect(names(texts[0])).to.include.members(['a.old', 'v.old'])
    expect(names(texts[1])).to.deep.equal(['a.n', 'b.x'])
    expect(names(texts[2])).to.deep.equal(['a.d'])
    expect(names(texts[3])).to.deep.equal(['a.gone'])
    expect(usage.has('VACUUM a')).to.equal(false)
  })
})
