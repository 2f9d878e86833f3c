import { expect } from 'chai'
import { isReplicaError } from '../../../src/errors.ts'
import type { MaskMethod } from '../../../src/spec/types.ts'
import type { Store } from '../../../src/store/types.ts'
import { maskAs } from '../../support/masking.ts'
import { rejection } from '../../support/rejection.ts'
import { makeStore, startStores, withSession } from '../../support/stores.ts'

const schema = `
CREATE DOMAIN mail AS varchar(50) CHECK (VALUE LIKE '%@%');
CREATE TABLE people (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "E-Mail" mail NOT NULL UNIQUE, born timestamptz NOT NULL,
  lower_mail text GENERATED ALWAYS AS (lower("E-Mail"::text)) STORED, photo bytea, tags text[], extra jsonb, peer inet, story text,
  CONSTRAINT long_enough CHECK (length("E-Mail") > 5));
CREATE INDEX ON people (lower("E-Mail"::text));
CREATE TABLE visits (person int NOT NULL REFERENCES people ON UPDATE CASCADE, at date NOT NULL, mail text, PRIMARY KEY (person, at)) PARTITION BY RANGE (at);
CREATE TABLE visits_old PARTITION OF visits FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
CREATE TABLE visits_new PARTITION OF visits FOR VALUES FROM ('2020-01-01') TO (MAXVALUE);
CREATE TABLE base (note text);
CREATE TABLE heir (more int) INHERITS (base);
CREATE VIEW mails AS SELECT "E-Mail" AS mail FROM people;
CREATE MATERIALIZED VIEW a_second AS SELECT 1 AS one WITH NO DATA;
CREATE MATERIALIZED VIEW z_first AS SELECT mail FROM mails;
DROP MATERIALIZED VIEW a_second;
CREATE MATERIALIZED VIEW a_second AS SELECT * FROM z_first;
CREATE MATERIALIZED VIEW soon_empty AS SELECT story FROM people WHERE story LIKE '%real%';
CREATE TABLE empty_one (email text);
INSERT INTO empty_one SELECT 'gone' || i || '@x.org' FROM generate_series(1, 300) i; ANALYZE empty_one; DELETE FROM empty_one; VACUUM empty_one;`

const rows = `
INSERT INTO people ("E-Mail", born, photo, tags, extra, peer, story)
  SELECT 'secret' || i || '@real.org', '2011-01-01'::timestamptz + i * interval '1 day', '\\x0102', '{a@real.org}', '{"email": "a@real.org"}', '192.168.1.1',
         (SELECT string_agg(md5(i::text || j), 'secret@real.org') FROM generate_series(1, 200) j) FROM generate_series(1, 300) i;
INSERT INTO visits SELECT id, date '2019-11-01' + id, 'secret' || id || '@real.org' FROM people;
INSERT INTO base VALUES ('secret base');
INSERT INTO heir VALUES ('secret heir', 1);
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE people FORCE ROW LEVEL SECURITY;
CREATE POLICY none ON people USING (id % 2 = 0);`

const rules: Record<string, MaskMethod> = {
  '*.*.*.*mail': 'fake-email',
  'app.public.people.E-Mail': 'fake-email',
  'app.public.people.id': 'hash',
  'app.public.visits.person': 'hash',
  '*.*.people.born': 'shift-date',
  'app.public.people.photo': 'empty',
  'app.public.people.tags': 'empty',
  'app.public.people.extra': 'empty',
  'app.public.people.peer': 'hash',
  'app.public.people.story': 'hash',
  'app.public.*.note': 'hash',
}

describe('maskStores on schemas as they grow', () => {
  let app: Store
  const query = <Row = Record<string, string>>(sql: string) => withSession(app, (session) => session.query<Row>(sql))
  const all = async (sql: string): Promise<unknown[]> => (await query(sql)).map((row) => Object.values(row)[0])

  before(async function () {
    this.timeout(60_000)
    await startStores()
    app = await makeStore('app', '')
    // VACUUM asks for a statement of its own.
    await withSession(app, async (session) => {
      for (const statement of schema
        .split(';\n')
        .concat(rows)
        .flatMap((text) => text.split('; ')))
        await session.execute(statement)
      await session.execute('REFRESH MATERIALIZED VIEW z_first')
      await session.execute('REFRESH MATERIALIZED VIEW a_second')
      await session.execute('REFRESH MATERIALIZED VIEW soon_empty')
      await session.execute('ANALYZE')
    })
    await maskAs({ app }, { rules })
    await query('ALTER TABLE people NO FORCE ROW LEVEL SECURITY')
  })

  it('masks rows that row security hides from their owner', async () => {
    expect(await all(`SELECT count(*) FROM people WHERE "E-Mail" NOT LIKE '%@masked.example'`)).to.deep.equal(['0'])
    expect(await all(`SELECT count(*) FROM people`)).to.deep.equal(['300'])
  })

  it('follows with generated columns, partitions, views and materialized views of others', async () => {
    const real = (from: string, column: string) => all(`SELECT count(*) FROM ${from} WHERE ${column} LIKE '%real%'`)
    for (const from of ['people', 'visits', 'mails', 'z_first', 'a_second'] as const) {
      const column = from === 'people' ? 'lower_mail' : 'mail'
      expect(await real(from, column), from).to.deep.equal(['0'])
      expect(await all(`SELECT count(*) > 50 FROM ${from}`), from).to.deep.equal([true])
    }
    expect(await all('SELECT count(*) > 0 FROM visits_old')).to.deep.equal([true])
  })

  it('keeps whole numbers unique and joined, and lets new rows come without meeting them', async () => {
    expect(await all('SELECT count(*) FROM people JOIN visits ON person = id AND mail = "E-Mail"')).to.deep.equal(['300'])
    expect(await all('SELECT count(*) FROM people WHERE id <= 300')).to.satisfy(([count]: [string]) => Number(count) <= 1)
    await query(`INSERT INTO people ("E-Mail", born) VALUES ('new@one.org', now())`)
    expect(
      await all(`SELECT id > (SELECT max(id) FROM people WHERE "E-Mail" <> 'new@one.org') FROM people WHERE "E-Mail" = 'new@one.org'`),
    ).to.deep.equal([true])
  })

  it('leaves each kind of value empty or masked, and heirs to their own rule', async () => {
    const [row] = await query(`SELECT photo, tags, extra::text, host(peer) AS peer FROM people WHERE peer IS NOT NULL LIMIT 1`)
    expect(row).to.deep.include({ tags: [], extra: '{}' })
    expect(row?.peer).to.match(/^fd/)
    expect(new Set(await all('SELECT note FROM base')).size).to.equal(2)
    expect(await all(`SELECT count(*) FROM base WHERE note LIKE 'secret%'`)).to.deep.equal(['0'])
  })

  it('leaves no old value in statistics, dead rows or long values', async () => {
    const [stats] = await query(
      `SELECT string_agg(tablename || '.' || attname, ' ') AS real FROM pg_stats WHERE schemaname = 'public' AND concat(most_common_vals::text, histogram_bounds::text, most_common_elems::text) ~ 'real|gone'`,
    )
    expect(stats?.real).to.equal(null)
    const files = await all(
      `SELECT pg_relation_filenode(c.oid) = c.oid FROM pg_class c WHERE relname IN ('people', 'visits_old', 'visits_new') AND c.relkind = 'r'`,
    )
    expect(files).to.deep.equal([false, false, false])
    expect(await all(`SELECT pg_relation_filenode(reltoastrelid) = reltoastrelid FROM pg_class WHERE relname = 'people'`)).to.deep.equal([
      false,
    ])
  })

  it('names the check that refuses a mask, without a value, and leaves the store as it was and closed', async () => {
    const store = await makeStore(
      'app',
      `CREATE TABLE t (email text CHECK (email NOT LIKE '%masked%')); INSERT INTO t VALUES ('secret@real.org')`,
    )
    const error = await rejection(maskAs({ app: store }, { rules: { 'app.public.t.email': 'fake-email' } }))
    if (!isReplicaError(error, 'mask.failed')) throw error
    expect(error.message).to.contain('t_email_check').and.contain('public.t').and.not.contain('secret')
    expect(isReplicaError(error) && error.exitCode).to.equal(2)
    await maskAs({ app: store }, { rules: { 'app.public.t.email': 'hash' } })
    const left = await withSession(store, (session) => session.query<{ email: string }>('SELECT email FROM t'))
    expect(left[0]?.email).to.match(/^[0-9a-f]{32}$/)
  })

  it('refuses a unique column too short to stay so', async () => {
    const store = await makeStore('app', `CREATE TABLE t (code varchar(6) UNIQUE)`)
    const error = await rejection(maskAs({ app: store }, { rules: { 'app.public.t.code': 'hash' } }))
    expect(isReplicaError(error, 'mask.too_short')).to.equal(true)
  })
})
