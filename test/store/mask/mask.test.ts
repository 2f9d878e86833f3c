import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { isReplicaError } from '../../../src/errors.ts'
import type { MaskMethod } from '../../../src/spec/types.ts'
import { deriveMaskKeys } from '../../../src/store/mask/keys.ts'
import type { Store } from '../../../src/store/types.ts'
import { maskAs } from '../../support/masking.ts'
import { rejection } from '../../support/rejection.ts'
import { makeStore, startStores, withSession } from '../../support/stores.ts'

const schema = `
CREATE TABLE pupils (name text UNIQUE, email varchar(60), code char(12), born date, note text, age int, ref uuid, PRIMARY KEY (name));
CREATE TABLE marks (pupil text REFERENCES pupils (name), mark int);
CREATE TABLE audit (old text);
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit VALUES (OLD.name); RETURN NEW; END $$;
CREATE TRIGGER keeper AFTER UPDATE OR DELETE ON pupils FOR EACH ROW EXECUTE FUNCTION keep();
CREATE RULE also AS ON INSERT TO pupils DO ALSO INSERT INTO audit VALUES (NEW.name);
ALTER TABLE pupils DISABLE RULE also;
INSERT INTO pupils SELECT 'Pupil ' || i, 'p' || i || '@x.org', 'c' || i, date '2010-01-01' + i, 'n', i, gen_random_uuid() FROM generate_series(1, 500) i;
INSERT INTO marks SELECT 'Pupil ' || i, i FROM generate_series(1, 500) i;
ALTER TABLE pupils ENABLE RULE also;`

const rules: Record<string, MaskMethod> = {
  'app.public.pupils.name': 'fake-name',
  'app.public.marks.pupil': 'fake-name',
  'app.public.pupils.email': 'fake-email',
  'app.public.pupils.code': 'hash',
  'app.public.pupils.born': 'shift-date',
  'app.public.pupils.note': 'null',
  'app.public.pupils.ref': 'hash',
  'app.public.pupils.age': 'keep',
  'other.public.people.name': 'fake-name',
}

describe('maskStores', () => {
  let app: Store
  let other: Store
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
    const { masked } = await maskAs({ app, other }, { rules })
    expect(masked).to.have.length(8).and.include('other.public.people.name')
    const joined = await query<{ n: string }>(app, 'SELECT count(*) AS n FROM pupils JOIN marks ON pupil = name WHERE mark = age')
    expect(joined[0]?.n).to.equal('500')
    const [seven] = await query<{ name: string }>(app, 'SELECT name FROM pupils WHERE age = 7')
    const people = await query<{ name: string | null }>(other, 'SELECT name FROM people')
    expect(people.map(({ name }) => name)).to.have.members([seven?.name, null, seven?.name])
  })

  it('leaves nothing of the values, not even by an audit trigger or rule, and keeps order and distance of dates', async () => {
    await maskAs({ app, other }, { rules })
    const [left] = await query<Record<string, string>>(
      app,
      `SELECT count(*) FILTER (WHERE name LIKE 'Pupil%') AS names, count(*) FILTER (WHERE email LIKE '%x.org') AS mails, count(note) AS notes,
              count(*) FILTER (WHERE born = date '2010-01-01' + age) AS dates, count(DISTINCT born - age) AS steps, (SELECT count(*) FROM audit) AS audit
         FROM pupils`,
    )
    expect(left).to.deep.equal({ names: '0', mails: '0', notes: '0', dates: '0', steps: '1', audit: '0' })
    const guards = await query<{ n: string }>(
      app,
      `SELECT count(*) AS n FROM pg_constraint WHERE contype = 'f' UNION ALL SELECT count(*) FROM pg_trigger WHERE tgname = 'keeper' AND tgenabled = 'O'
       UNION ALL SELECT count(*) FROM pg_rewrite WHERE rulename = 'also' AND ev_enabled = 'O'`,
    )
    expect(guards.map(({ n }) => n)).to.deep.equal(['1', '1', '1'])
  })

  it('is SHA-256 nested under two keys of the secret', async () => {
    await withSession(app, (session) => session.execute('ALTER TABLE pupils ALTER code TYPE text'))
    await maskAs({ app, other }, { rules })
    const keys = deriveMaskKeys('secret')
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
    const [row] = await query<{ code: string }>(app, 'SELECT code FROM pupils WHERE age = 7')
    expect(row?.code).to.equal(sha256(keys.outer + sha256(`${keys.inner}c7`)).slice(0, 32))
  })

  it('does nothing a second time', async () => {
    await maskAs({ app, other }, { rules })
    const before = await query(app, 'SELECT ctid, * FROM pupils ORDER BY age')
    const { masked, proposal } = await maskAs({ app, other }, { rules })
    expect(masked).to.have.length(8)
    expect(proposal).to.equal(undefined)
    expect(await query(app, 'SELECT ctid, * FROM pupils ORDER BY age')).to.deep.equal(before)
  })

  it('follows rules for further columns on a masked store, and refuses another method or key', async () => {
    await maskAs({ app, other }, { rules: { ...rules, 'app.public.pupils.ref': 'keep' } })
    const { masked } = await maskAs({ app, other }, { rules })
    expect(masked).to.have.length(8)
    const changed = await rejection(maskAs({ app, other }, { rules: { ...rules, 'app.public.pupils.code': 'empty' } }))
    if (!isReplicaError(changed, 'mask.rules_changed')) throw changed
    expect(changed.message).to.contain('public.pupils.code')
    expect(isReplicaError(await rejection(maskAs({ app, other }, { rules, secret: 'another' })))).to.equal(true)
  })

  it('names every rule that cannot be kept, with its line and the nearest column, before it changes anything', async () => {
    const wrong: Record<string, MaskMethod> = {
      ...rules,
      'app.public.pupils.emial': 'hash',
      'app.public.pupils.age': 'fake-name',
      'app.public.marks.mark': 'shift-date',
      'app.public.pupils.born': 'hash',
      '*.*.nobody.*': 'null',
    }
    const error = await rejection(maskAs({ app, other }, { rules: wrong }))
    if (!isReplicaError(error)) throw error
    expect(error.problems.map(({ code, text }) => `${text.place} ${code}`)).to.have.members([
      'replica.yml:10:3 mask.unmatched_rule',
      'replica.yml:12:3 mask.unmatched_rule',
      'replica.yml:8:3 mask.wrong_type',
      'replica.yml:5:3 mask.wrong_type',
      'replica.yml:11:3 mask.wrong_type',
    ])
    expect(error.problems[0]?.text.remedy).to.contain('app.public.pupils.email')
    expect(error.exitCode).to.equal(2)
    const refused = await rejection(query(app, 'SELECT 1'))
    expect((refused as { sqlState?: string }).sqlState).to.equal('53300')
    await maskAs({ app, other }, { rules })
    expect(await query(app, "SELECT 1 FROM pupils WHERE name = 'Pupil 1'")).to.have.length(0)
  })

  it('asks that both ends of a foreign key are masked in the same way, with the line to paste', async () => {
    const { 'app.public.marks.pupil': _, ...oneEnd } = rules
    const error = await rejection(maskAs({ app, other }, { rules: { ...oneEnd, 'app.public.marks.mark': 'keep' } }))
    if (!isReplicaError(error, 'mask.key_ends_differ')) throw error
    expect(error.text.remedy).to.contain('app.public.marks.pupil: fake-name')
  })
})
