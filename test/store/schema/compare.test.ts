import { expect } from 'chai'
import { compareCatalogs } from '../../../src/store/schema/compare.ts'
import { readCatalog } from '../../../src/store/schema/read.ts'
import type { SchemaDelta, Store } from '../../../src/store/types.ts'
import { makeStore, startStores, withSession } from '../../support/stores.ts'

const origin = `
CREATE TYPE mood AS ENUM ('sad', 'fine', 'glad');
CREATE DOMAIN grade AS int CHECK (VALUE > 0);
CREATE TABLE a (id serial PRIMARY KEY, one text, two int, three mood, four grade DEFAULT 1, CONSTRAINT two_small CHECK (two < 100));
CREATE TABLE b (a_id int REFERENCES a, x text UNIQUE, y numeric(6, 2), moods mood[]);
CREATE TABLE parts (id int, day date) PARTITION BY RANGE (day);
CREATE TABLE parts_2025 PARTITION OF parts FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE loose (id int, day date);
CREATE FUNCTION double(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER stamp BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE VIEW v AS SELECT id, one FROM a WHERE two > 0;
CREATE MATERIALIZED VIEW m AS SELECT y FROM b;
CREATE SCHEMA reports;
GRANT USAGE ON SCHEMA reports TO PUBLIC;
GRANT SELECT ON b TO PUBLIC;
INSERT INTO a (one) VALUES ('x'), ('y');`

describe('the difference of two catalogs', () => {
  let store: Store

  before(async function () {
    this.timeout(60_000)
    await startStores()
    store = await makeStore('compare', origin)
  })

  /** What `sql` changes, in a transaction that is rolled back; one line a difference. */
  const changes = (sql: string): Promise<string[]> =>
    withSession(store, async (session) => {
      const before = await readCatalog(session)
      await session.execute('BEGIN')
      await session.execute(sql)
      return compareCatalogs(before, await readCatalog(session)).map(short)
    })

  const cases: readonly [title: string, sql: string, expected: readonly string[]][] = [
    ['finds nothing where nothing changed', 'SELECT 1', []],
    ['finds nothing in a comment, an index that is not unique, new rows and statistics', harmless(), []],
    ['calls a renamed column renamed, and nothing else', 'ALTER TABLE a RENAME one TO uno', ['column_renamed public.a.one: one → uno']],
    ['keeps names apart that two columns swap', swap(), ['column_renamed public.a.one: one → uno', 'column_renamed public.b.x: x → one']],
    [
      'calls a table that moved to another schema renamed',
      'ALTER TABLE b SET SCHEMA reports',
      ['table_renamed public.b: public.b → reports.b'],
    ],
    [
      'sees a column that was dropped and made again move to the end',
      'ALTER TABLE loose DROP id; ALTER TABLE loose ADD id int',
      ['column_moved public.loose.id: position 1 → position 2'],
    ],
    [
      'sees a last column made again',
      'ALTER TABLE b DROP moods; ALTER TABLE b ADD moods mood[]',
      ['column_remade public.b.moods: its values → made again'],
    ],
    [
      'follows a column that is replaced by a better one of its name',
      'ALTER TABLE b ADD y2 double precision; UPDATE b SET y2 = y; ALTER TABLE b DROP y CASCADE; ALTER TABLE b RENAME y2 TO y',
      [
        'table_dropped public.m: public.m → ',
        'column_retyped public.b.y: numeric(6,2) → double precision',
        'column_moved public.b.y: position 3 → position 4',
      ],
    ],
    [
      'pairs a table with the one that took its name, and tells that readers lost their right and the key is gone',
      'CREATE TABLE b2 AS SELECT x, y, a_id, moods FROM b; ALTER TABLE b RENAME TO b_old; ALTER TABLE b2 RENAME TO b',
      [
        'column_moved public.b.a_id: position 1 → position 3',
        'table_added public.b_old:  → public.b_old',
        'key_dropped public.b b_a_id_fkey: FOREIGN KEY (a_id) REFERENCES public.a(id) → ',
        'key_dropped public.b b_x_key: UNIQUE (x) → ',
        'trigger_dropped public.b stamp: CREATE TRIGGER stamp BEFORE INSERT ON public.b FOR EACH ROW EXECUTE FUNCTION public.stamp() → ',
        'grant_revoked public.b PUBLIC: SELECT → ',
      ],
    ],
    [
      'sees a view in the place of a table, and columns that it lacks',
      'ALTER TABLE loose RENAME TO loose_all; CREATE VIEW loose AS SELECT id FROM loose_all',
      [
        'table_replaced public.loose: table → view',
        'column_dropped public.loose.day: date → ',
        'table_added public.loose_all:  → public.loose_all',
      ],
    ],
    [
      'splits a table into what it lost and what is new',
      'CREATE TABLE a_extra AS SELECT id, one FROM a; ALTER TABLE a DROP one CASCADE',
      ['table_dropped public.v: public.v → ', 'column_dropped public.a.one: text → ', 'table_added public.a_extra:  → public.a_extra'],
    ],
    [
      'tells a view of another query from one whose table was renamed below it',
      'ALTER TABLE a RENAME two TO zwei; CREATE OR REPLACE VIEW v AS SELECT id, one FROM a WHERE zwei > 5',
      ['column_renamed public.a.two: two → zwei', 'view_changed public.v: another query → the same columns'],
    ],
    [
      'names what a view shows now',
      'DROP VIEW v; CREATE VIEW v AS SELECT id FROM a',
      ['view_changed public.v: id integer, one text → id integer'],
    ],
    [
      'follows an enum whose values are renamed and added, by their numbers',
      "ALTER TYPE mood RENAME VALUE 'sad' TO 'low'; ALTER TYPE mood RENAME TO feeling",
      ['type_renamed public.mood: public.mood → public.feeling', 'enum_value_renamed public.mood sad: sad → low'],
    ],
    [
      'finds the value that an enum made again has lost, and those that moved',
      `ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('glad', 'fine');
       ALTER TABLE a ALTER three TYPE mood USING NULL; ALTER TABLE b ALTER moods TYPE mood[] USING NULL; DROP TYPE mood_old`,
      [
        'enum_value_dropped public.mood sad: sad → ',
        'enum_value_moved public.mood fine: sad, fine, glad → glad, fine',
        'enum_value_moved public.mood glad: sad, fine, glad → glad, fine',
      ],
    ],
    [
      'sees a domain lose its check',
      'ALTER DOMAIN grade DROP CONSTRAINT grade_check',
      ['type_changed public.grade: integer CHECK ((VALUE > 0)) → integer'],
    ],
    [
      'sees keys come and go, and takes one of another name for the same',
      `ALTER TABLE b DROP CONSTRAINT b_x_key; CREATE UNIQUE INDEX b_x_again ON b (x); ALTER TABLE b DROP CONSTRAINT b_a_id_fkey;
       ALTER TABLE a DROP CONSTRAINT two_small; ALTER TABLE a ADD CONSTRAINT two_small CHECK (two < 50); ALTER TABLE b ADD UNIQUE (y)`,
      [
        'key_changed public.a two_small: CHECK ((two < 100)) → CHECK ((two < 50))',
        'key_dropped public.b b_a_id_fkey: FOREIGN KEY (a_id) REFERENCES public.a(id) → ',
        'key_renamed public.b b_x_key: b_x_key → b_x_again',
        'key_added public.b b_y_key:  → UNIQUE (y)',
      ],
    ],
    [
      'tells a function that does something else from one that takes something else',
      `CREATE OR REPLACE FUNCTION double(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * 3';
       DROP FUNCTION stamp() CASCADE; CREATE FUNCTION stamp(t text) RETURNS text LANGUAGE sql AS 'SELECT t'`,
      [
        'trigger_dropped public.b stamp: CREATE TRIGGER stamp BEFORE INSERT ON public.b FOR EACH ROW EXECUTE FUNCTION public.stamp() → ',
        'function_body public.double(n integer): another body → the same signature',
        'function_signature public.stamp(): public.stamp() → trigger → public.stamp(t text) → text',
        'function_body public.stamp(): another body → the same signature',
      ],
    ],
    [
      'sees partitions join and leave, and nothing else of them',
      `ALTER TABLE parts DETACH PARTITION parts_2025; ALTER TABLE parts ATTACH PARTITION loose FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
      [
        "partition_detached public.parts public.parts_2025: FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') → detached",
        "partition_attached public.parts public.loose:  → FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      ],
    ],
    [
      'sees rights that are taken, of tables and of schemas',
      'REVOKE SELECT ON b FROM PUBLIC; REVOKE USAGE ON SCHEMA reports FROM PUBLIC; GRANT SELECT (one) ON a TO PUBLIC',
      ['grant_added public.a.one PUBLIC:  → SELECT', 'grant_revoked reports PUBLIC: USAGE → ', 'grant_revoked public.b PUBLIC: SELECT → '],
    ],
    ['sees a sequence that starts anew', 'ALTER SEQUENCE a_id_seq RESTART', ['sequence_reset public.a_id_seq: at 2 → at its start']],
    ['takes a sequence and its column for one', 'ALTER TABLE a ADD nr serial', ['column_added public.a.nr:  → integer']],
    [
      'sees nullability, defaults and rows that are hidden',
      'ALTER TABLE b ALTER x SET NOT NULL; ALTER TABLE a ALTER four DROP DEFAULT; ALTER TABLE loose ENABLE ROW LEVEL SECURITY',
      [
        'column_default public.a.four: 1 → none',
        'column_nullability public.b.x: nullable → not null',
        'row_security_changed public.loose: row security off → row security on',
      ],
    ],
    [
      'sees a default with another name for the same sequence as the same',
      'ALTER SEQUENCE a_id_seq RENAME TO numbers',
      ['sequence_renamed public.a_id_seq: public.a_id_seq → public.numbers'],
    ],
    [
      'reads the same whatever search path a migration left',
      'SET search_path = reports; SET DateStyle = german; ALTER TABLE public.b ADD z public.mood',
      ['column_added public.b.z:  → public.mood'],
    ],
  ]

  for (const [title, sql, expected] of cases)
    it(title, async () => {
      expect(await changes(sql)).to.have.members([...expected])
    })

  it('leaves a session as it was: its search path, and no transaction', async () => {
    await withSession(store, async (session) => {
      await session.execute('SET search_path = reports')
      await readCatalog(session)
      const [row] = await session.query<{ path: string }>("SELECT current_setting('search_path') AS path")
      expect(row?.path).to.equal('reports')
      await session.execute('VACUUM public.b')
    })
  })
})

function harmless(): string {
  return "COMMENT ON TABLE a IS 'x'; CREATE INDEX ON b (y); INSERT INTO loose VALUES (1); ANALYZE a; ALTER TABLE a ALTER one SET STATISTICS 5"
}

function swap(): string {
  return 'ALTER TABLE a RENAME one TO uno; ALTER TABLE b RENAME x TO one'
}

function short({ kind, name, column, object, before, after }: SchemaDelta): string {
  const subject = `${name}${column === undefined || (object !== undefined && !kind.startsWith('grant')) ? '' : `.${column}`}${object === undefined ? '' : ` ${object}`}`
  return `${kind} ${subject}: ${before ?? ''} → ${after ?? ''}`
}
