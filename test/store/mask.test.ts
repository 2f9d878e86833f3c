import { createHash, createHmac } from 'node:crypto'
import { expect } from 'chai'
import { createClock } from '../../src/adapters/clock.ts'
import { createDatabases } from '../../src/adapters/databases.ts'
import { isReplicaError } from '../../src/errors.ts'
import type { MaskRule } from '../../src/spec/types.ts'
import { maskStores } from '../../src/store/mask.ts'
import type { Store } from '../../src/store/types.ts'
import { rejection } from '../support/rejection.ts'
import { makeStore, startStores, withSession } from '../support/stores.ts'

const schema = `
CREATE TABLE pupils (name text UNIQUE, email varchar(60), code char(12), born date, note text, age int, ref uuid, PRIMARY KEY (name));
CREATE TABLE marks (pupil text REFERENCES pupils (name), mark int);
CREATE TABLE audit (old text);
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit VALUES (OLD.name); RETURN NEW; END $$;
CREATE TRIGGER keeper AFTER UPDATE ON pupils FOR EACH ROW EXECUTE FUNCTION keep();
INSERT INTO pupils SELECT 'Pupil ' || i, 'p' || i || '@x.org', 'c' || i, date '2010-01-01' + i, 'n', i, gen_random_uuid() FROM generate_series(1, 500) i;
INSERT INTO marks SELECT 'Pupil ' || i, i FROM generate_series(1, 500) i;`

describe('maskStores', () => {
  let app: Store
  let other: Store
  const ports = { databases: createDatabases(), clock: createClock(), emit: () => {} }
  const rule = (store: string, table: string, column: string, method: MaskRule['method']): MaskRule => ({
    store,
    schema: 'public',
    table,
    column,
    method,
  })
  const rules = [
    rule('app', 'pupils', 'name', 'fake-name'),
    rule('app', 'marks', 'pupil', 'fake-name'),
    rule('app', 'pupils', 'email', 'fake-email'),
    rule('app', 'pupils', 'code', 'hash'),
    rule('app', 'pupils', 'born', 'shift-date'),
    rule('app', 'pupils', 'note', 'null'),
    rule('app', 'pupils', 'ref', 'hash'),
    rule('app', 'pupils', 'age', 'keep'),
    rule('other', 'people', 'name', 'fake-name'),
  ]
  const query = <Row>(store: Store, sql: string) => withSession(store, (session) => session.query<Row>(sql))

  before(async function () {
    this.timeout(60_000)
    await startStores()
  })

  beforeEach(async () => {
    app = await makeStore('app', schema)
    other = await makeStore('other', "CREATE TABLE people (name text); INSERT INTO people VALUES ('Pupil 7'), (NULL), ('Pupil 7')")
  })

  it('masks equal values equally in every table and store, so that joins and keys hold', async () => {
    const masked = await maskStores({ app, other }, rules, 'secret', ports)
    expect(masked).to.have.length(8).and.include('other.public.people.name')
    const joined = await query<{ n: string }>(app, 'SELECT count(*) AS n FROM pupils JOIN marks ON pupil = name WHERE mark = age')
    expect(joined[0]?.n).to.equal('500')
    const [seven] = await query<{ name: string }>(app, 'SELECT name FROM pupils WHERE age = 7')
    const people = await query<{ name: string | null }>(other, 'SELECT name FROM people')
    expect(people.map(({ name }) => name)).to.have.members([seven?.name, null, seven?.name])
  })

  it('leaves nothing of the values, not even in an audit trigger, and keeps order and distance of dates', async () => {
    await maskStores({ app, other }, rules, 'secret', ports)
    const [left] = await query<Record<string, string>>(
      app,
      `SELECT count(*) FILTER (WHERE name LIKE 'Pupil%') AS names, count(*) FILTER (WHERE email LIKE '%x.org') AS mails, count(note) AS notes,
              count(*) FILTER (WHERE born = date '2010-01-01' + age) AS dates, count(DISTINCT born - age) AS steps, (SELECT count(*) FROM audit) AS audit
         FROM pupils`,
    )
    expect(left).to.deep.equal({ names: '0', mails: '0', notes: '0', dates: '0', steps: '1', audit: '0' })
    const guards = await query<{ n: string }>(
      app,
      "SELECT count(*) AS n FROM pg_constraint WHERE contype = 'f' UNION ALL SELECT count(*) FROM pg_trigger WHERE tgname = 'keeper' AND tgenabled = 'O'",
    )
    expect(guards.map(({ n }) => n)).to.deep.equal(['1', '1'])
  })

  it('is HMAC-SHA256 under the secret', async () => {
    await withSession(app, (session) => session.execute('ALTER TABLE pupils ALTER code TYPE text'))
    await maskStores({ app }, [rule('app', 'pupils', 'code', 'hash')], 'secret', ports)
    const key = createHash('sha256').update('prod-replica mask secret').digest()
    const [row] = await query<{ code: string }>(app, 'SELECT code FROM pupils WHERE age = 7')
    expect(row?.code).to.equal(createHmac('sha256', key).update('c7').digest('hex'))
  })

  it('does nothing a second time', async () => {
    await maskStores({ app, other }, rules, 'secret', ports)
    const before = await query(app, 'SELECT * FROM pupils ORDER BY age')
    const again = await maskStores({ app, other }, rules, 'another secret', ports)
    expect(again).to.have.length(8)
    expect(await query(app, 'SELECT * FROM pupils ORDER BY age')).to.deep.equal(before)
  })

  it('names every rule that cannot be kept, with the nearest column, before it changes anything', async () => {
    const wrong = [rule('app', 'pupils', 'emial', 'hash'), rule('app', 'pupils', 'age', 'fake-name'), rule('app', 'pupils', 'name', 'null')]
    const error = await rejection(maskStores({ app }, [...rules.slice(0, 2), ...wrong], 'secret', ports))
    if (!isReplicaError(error)) throw error
    expect(error.problems.map(({ code }) => code)).to.deep.equal(['mask.unknown_column', 'mask.wrong_type', 'mask.not_writable'])
    expect(error.problems[0]?.text.remedy).to.contain('app.public.pupils.email')
    expect(error.problems[1]?.text.message).to.contain('integer')
    expect(await query(app, "SELECT 1 FROM pupils WHERE name = 'Pupil 1'")).to.have.length(1)
  })

  it('undoes a store in which one end of a key would be masked and the other not', async () => {
    const error = await rejection(maskStores({ app }, rules.slice(0, 1), 'secret', ports))
    expect(isReplicaError(error, 'mask.failed')).to.equal(true)
    expect((error as Error).message).not.to.contain('Pupil')
    expect(await query(app, "SELECT 1 FROM pupils WHERE name = 'Pupil 1'")).to.have.length(1)
  })
})
