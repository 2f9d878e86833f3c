import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { applyMigration } from '../../../src/rehearsal/migrations/apply.ts'
import { dialectOf } from '../../../src/rehearsal/migrations/dialect.ts'
import { createHistory } from '../../../src/rehearsal/migrations/history.ts'
import { parseMigration } from '../../../src/rehearsal/migrations/parse.ts'
import type { Store } from '../../../src/store/types.ts'
import { rejection } from '../../support/rejection.ts'
import { makeStore, startStores, withSession } from '../../support/stores.ts'

const schema = `
CREATE TABLE big (id int PRIMARY KEY, a int, b text, c varchar(20)); INSERT INTO big SELECT n, n, n, n FROM generate_series(1, 2000) n;
ANALYZE big; CREATE TABLE none (id int); CREATE TYPE mood AS ENUM ('sad')`

describe('applying a migration', function () {
  this.timeout(30_000)
  let store: Store

  before(async function () {
    this.timeout(60_000)
    await startStores()
  })

  beforeEach(async () => {
    store = await makeStore('apply', schema)
  })

  const apply = (text: string, engine: Store['engine'] = 'postgres') =>
    withSession(store, async (session) => {
      const dialect = dialectOf({ ...store, engine })
      const history = createHistory(await dialect.read(session), dialect.compare)
      const { failure, operations } = await applyMigration(session, parseMigration('app', 'm.sql', text), history, {
        clock: createClock(),
        dialect,
      })
      return {
        failure,
        operations: operations.map(({ rule, table, place }) => `${place.line} ${rule} ${table}`),
        effects: operations.map(({ effect }) => effect),
        changes: history
          .differences()
          .map(({ delta, step }) => `${step.place.line} ${delta.kind} ${delta.column ?? delta.object ?? delta.name}`),
        notTested: dialect.notTested(),
      }
    })

  it('tells each difference by the statement that left it, and none that was undone', async () => {
    const { changes, failure } = await apply(`ALTER TABLE big RENAME a TO x;
ALTER TABLE big ADD d int; ALTER TABLE big DROP d;
ALTER TABLE big
  RENAME x TO y;
INSERT INTO none VALUES (1);
ALTER TABLE big ALTER b SET DEFAULT 'x', ADD e text;
DO $$ BEGIN DROP TABLE none; END $$;`)
    expect(failure).to.equal(undefined)
    expect(changes).to.have.members(['3 column_renamed a', '6 column_default b', '6 column_added e', '7 table_dropped public.none'])
  })

  it('undoes a file that fails in its transaction, and keeps what stood before the fault where there is none', async () => {
    const text = 'ALTER TABLE big ADD d int;\nALTER TABLE big\n  ADD e int,\n  ADD CONSTRAINT few CHECK (a < 10);'
    const whole = await apply(text)
    expect(whole.failure).to.deep.include({ sqlState: '23514' })
    expect(whole.failure?.place).to.include({ file: 'm.sql', line: 2 })
    expect(whole.changes).to.deep.equal([])
    const parted = await apply(`-- no-transaction\n${text}`)
    expect(parted.failure?.place.line).to.equal(3)
    expect(parted.changes).to.deep.equal(['2 column_added d'])
  })

  it('runs what no transaction may hold, and says so of a file that begins one and never ends it', async () => {
    const alone = await apply(
      "ALTER TYPE mood ADD VALUE 'glad';\nCREATE INDEX CONCURRENTLY i ON big (a);\nVACUUM big;\nINSERT INTO none VALUES (1)",
    )
    expect(alone.failure).to.equal(undefined)
    expect(alone.changes).to.deep.equal(['1 enum_value_added glad'])
    expect(alone.operations).to.deep.equal([])
    const open = await apply('BEGIN;\nALTER TABLE big ADD z int;')
    expect(open.failure?.message).to.contain('never commits')
    expect(open.changes).to.deep.equal([])
  })

  it('notes rewrites and scans under a lock, from what the server did, and nothing else', async () => {
    const { operations, effects } = await apply(`-- no-transaction
ALTER TABLE big ALTER a TYPE bigint;
CREATE INDEX ON big (b);
ALTER TABLE big ALTER b SET NOT NULL;
ALTER TABLE big ADD f timestamptz DEFAULT clock_timestamp();
ALTER TABLE big ADD g int DEFAULT 5;
ALTER TABLE big ALTER c TYPE varchar(30);
ALTER TABLE none ALTER id TYPE bigint;
UPDATE big SET b = b;
ALTER TABLE big ADD CONSTRAINT some CHECK (a > 0) NOT VALID;
ALTER TABLE big VALIDATE CONSTRAINT some;
TRUNCATE none;`)
    expect(operations).to.deep.equal([
      '2 TABLE_NO_REWRITE public.big',
      '3 INDEX_CONCURRENTLY public.big',
      '4 TABLE_NO_LONG_LOCK public.big',
      '5 TABLE_NO_REWRITE public.big',
    ])
    expect(effects[0]).to.match(
      /^it rewrites public\.big \(about 2000 rows, \d+ kB\) under an ACCESS EXCLUSIVE lock: nobody can read or write/,
    )
    expect(effects[1]).to.contain('under a SHARE lock: nobody can write it meanwhile')
  })

  it('notes that a lock is kept through the work that follows it in one transaction', async () => {
    const { operations } = await apply('ALTER TABLE big ADD h int;\nUPDATE big SET h = a;')
    expect(operations).to.deep.equal(['2 TABLE_NO_LONG_LOCK public.big'])
  })

  it('reads the same after a migration has changed its search path and role settings', async () => {
    const { changes } = await apply("SET search_path = pg_catalog; SET DateStyle = 'German';\nALTER TABLE public.big ADD m public.mood;")
    expect(changes).to.deep.equal(['2 column_added m'])
  })

  it("runs Redshift's DDL on its stand-in, names what that lacks, and is inconclusive about what it cannot run", async () => {
    const { changes, notTested } = await apply(
      'CREATE TABLE r (a int ENCODE az64) DISTKEY(a);\nALTER TABLE r ALTER SORTKEY AUTO;',
      'redshift',
    )
    expect(changes).to.deep.equal(['1 table_added public.r'])
    expect(notTested.map(({ what }) => what)).to.deep.equal(['m.sql: distribution, sort keys and encodings (line 1, 2)'])
    const refused = await rejection(apply('SELECT 1;\nCREATE EXTERNAL SCHEMA s FROM DATA CATALOG', 'redshift'))
    expect(refused).to.have.property('code', 'change.stand_in_refused')
    expect(String(refused)).to.contain('m.sql:2')
    const bucket = await rejection(apply("\nCOPY big FROM 's3://x/y'", 'redshift'))
    expect(bucket).to.have.property('code', 'change.stand_in_lacks')
    const missing = await apply('ALTER TABLE nothing ADD a int', 'redshift')
    expect(missing.failure?.sqlState).to.equal('42P01')
  })
})
