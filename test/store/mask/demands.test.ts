import { expect } from 'chai'
import { isReplicaError, type ReplicaError } from '../../../src/errors.ts'
import { maskAs } from '../../support/masking.ts'
import { rejection } from '../../support/rejection.ts'
import { makeStore, startStores } from '../../support/stores.ts'

const schema = `
CREATE TABLE students (id int PRIMARY KEY, "first name" text, dob date, gender char(1), "weird.email" text, comments text NOT NULL, score int);
CREATE TABLE events (id int, payload jsonb, reference text, kind text, happened timestamptz, counted text);
CREATE VIEW all_of_them AS SELECT dob, gender FROM students;
INSERT INTO events SELECT i, jsonb_build_object('user', jsonb_build_object('firstName', 'x')), CASE WHEN i % 10 = 0 THEN 'see a' || i || '@real.org, please' ELSE 'nothing' END,
  'a kind', now(), '2020-01-01' FROM generate_series(1, 200) i;`

describe('columns without a mask rule', () => {
  before(async function () {
    this.timeout(60_000)
    await startStores()
  })

  const refusal = async (trial: Parameters<typeof maskAs>[1], sql = schema): Promise<ReplicaError> => {
    const error = await rejection(maskAs({ app: await makeStore('app', sql) }, trial))
    if (!isReplicaError(error, 'mask.columns_without_rule')) throw error
    return error
  }

  it('stop the run when they look personal by name, type or value, all at once, each with a rule to paste', async () => {
    const error = await refusal({ rules: {} })
    expect(error.exitCode).to.equal(2)
    expect(error.text.message).to.contain('7 columns')
    for (const line of [
      '"app.public.students.first?name": fake-name',
      'app.public.students.dob: shift-date',
      'app.public.students.gender: empty',
      '"app.public.students.weird?email": fake-email',
      'app.public.students.comments: empty',
      'app.public.events.payload: empty',
      'app.public.events.reference: fake-email',
    ])
      expect(error.text.remedy).to.contain(line)
    expect(error.text.message).to.contain('10 % of its values hold e-mail addresses').and.not.contain('real.org')
  })

  it('may be as they are when the rules that were suggested are pasted, or say keep', async () => {
    const store = await makeStore('app', schema)
    const { masked } = await maskAs(
      { app: store },
      {
        rules: {
          'app.public.students.first?name': 'fake-name',
          'app.public.students.dob': 'shift-date',
          'app.public.students.gender': 'keep',
          '*.*.*.weird?email': 'fake-email',
          '*.*.students.comments': 'empty',
          'app.public.events.*': 'keep',
        },
      },
    )
    expect(masked).to.deep.equal([
      'app.public.students.comments',
      'app.public.students.dob',
      'app.public.students.first name',
      'app.public.students.weird.email',
    ])
  })

  it('stop the run when they are new, or of another type, since they were confirmed', async () => {
    const before = 'CREATE TABLE scores (id int, score int)'
    const { proposal = '' } = await maskAs({ app: await makeStore('app', before) }, { rules: {} })
    expect(proposal.split('\n').slice(1, -1)).to.deep.equal(['app.public.scores.id integer', 'app.public.scores.score integer'])
    await maskAs({ app: await makeStore('app', before) }, { rules: {}, confirmed: proposal })
    const error = await refusal(
      { rules: {}, confirmed: proposal },
      'CREATE TABLE scores (id bigint, score int, extra text, made int GENERATED ALWAYS AS (score + 1) STORED)',
    )
    expect(error.text.message)
      .to.contain('app.public.scores.id bigint (it is new')
      .and.contain('app.public.scores.extra text')
      .and.not.contain('made')
    expect(error.text.remedy).to.contain('mask --confirm').and.contain('.prod-replica/replica.columns')
    const ruled = { 'app.public.scores.extra': 'hash', 'app.*.*.id': 'keep' } as const
    await maskAs({ app: await makeStore('app', 'CREATE TABLE scores (id bigint, extra text)') }, { rules: ruled, confirmed: proposal })
  })

  it('are asked for also where they are confirmed, as long as they look personal', async () => {
    const sql = 'CREATE TABLE t (email text)'
    const confirmed = 'app.public.t.email text\n'
    expect((await refusal({ rules: {}, confirmed }, sql)).text.remedy).to.contain('app.public.t.email: fake-email')
  })

  it('are looked at in large objects, too', async () => {
    const error = await refusal({ rules: {} }, `SELECT lo_from_bytea(0, 'x')`)
    expect(error.text.remedy).to.contain('app.pg_catalog.pg_largeobject.data: keep')
  })
})
