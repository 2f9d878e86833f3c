import { expect } from 'chai'
import type { Verdict } from '../../src/rehearsal/types.ts'
import type { Store } from '../../src/store/types.ts'
import { type Checkout, makeCheckout } from '../support/checkout.ts'
import { rehearse, sqlFile } from '../support/rehearse.ts'
import { rejection } from '../support/rejection.ts'
import { listDatabases, makeStore, startStores } from '../support/stores.ts'

const schema = `
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE FUNCTION weigh(n int) RETURNS int LANGUAGE sql AS 'SELECT n';
CREATE TABLE scores (id int PRIMARY KEY, value int, feel mood); INSERT INTO scores SELECT n, n, 'sad' FROM generate_series(1, 50) n;
CREATE TABLE weighed (id int, value int); CREATE TABLE felt (feel mood); CREATE TABLE kept (id int PRIMARY KEY, value int); ANALYZE scores`

describe('the change', function () {
  this.timeout(60_000)
  let checkout: Checkout
  let store: Store

  before(async function () {
    this.timeout(60_000)
    await startStores()
    store = await makeStore('app', schema)
    checkout = makeCheckout({
      'db/1_start.sql': 'SELECT 1',
      'weigh.sql': 'INSERT INTO weighed\nSELECT id, weigh(value) FROM scores;',
      'feel.sql': "INSERT INTO felt\nSELECT 'sad'::mood FROM scores LIMIT 1;",
      'keep.sql': 'INSERT INTO kept SELECT 1, 2\nON CONFLICT (id) DO NOTHING;',
    })
    checkout.branch('change')
  })

  afterEach(async () => {
    expect(await listDatabases(store, 'pr_')).to.deep.equal([])
  })

  after(() => checkout.remove())

  const run = (files: Readonly<Record<string, string>>, pipelines: readonly string[]): Promise<Verdict> => {
    checkout.write(files)
    checkout.commit('Change')
    const change = { migrations: { app: ['db/*.sql'] } }
    return rehearse(checkout.folder, { change, pipelines: pipelines.map((name) => sqlFile(name, `${name}.sql`)) }, store)
  }

  it('is blamed by function, enum value and key, each with the statement that did it, in the order of its files', async () => {
    const verdict = await run(
      {
        'db/10_b.sql':
          "CREATE OR REPLACE FUNCTION weigh(n int) RETURNS int LANGUAGE sql AS 'SELECT n + 1';\nALTER TABLE kept DROP CONSTRAINT kept_pkey;",
        'db/2_a.sql':
          "-- migrate:up\nALTER TYPE mood RENAME VALUE 'sad' TO 'low';\nALTER TABLE scores ALTER value TYPE bigint;\nALTER TABLE scores ALTER value TYPE int;\n-- migrate:down\nSELECT nonsense;",
      },
      ['weigh', 'feel', 'keep'],
    )
    expect(verdict.migrations.map(({ source, status }) => `${source} ${status}`)).to.deep.equal([
      'db/2_a.sql applied',
      'db/10_b.sql applied',
    ])
    expect(verdict.pipelines.map(({ name, status }) => `${name} ${status}`)).to.deep.equal(['weigh changed', 'feel broken', 'keep broken'])
    const causes = new Map(
      verdict.schema.map((change) => [change.id, `${change.kind} ${change.migration?.place.file}:${change.migration?.place.line}`]),
    )
    const causeOf = (pipeline: string) => causes.get(verdict.findings.find((finding) => finding.pipeline === pipeline)?.cause ?? '')
    expect(causeOf('weigh')).to.equal('function_body db/10_b.sql:1')
    expect(causeOf('feel')).to.equal('enum_value_renamed db/2_a.sql:2')
    expect(causeOf('keep')).to.equal('key_dropped db/10_b.sql:2')
    const notes = verdict.findings.filter(({ severity }) => severity === 'note')
    expect(notes.map(({ rule, level, table, place }) => `${rule} ${level} ${table} ${place?.line}`)).to.deep.equal([
      'TABLE_NO_REWRITE OPERATION public.scores 3',
      'TABLE_NO_REWRITE OPERATION public.scores 4',
    ])
  })

  it('stops the rehearsal where a file is written for psql, and leaves no clone', async () => {
    const refused = await rejection(run({ 'db/20_c.sql': '\\i other.sql\n' }, ['weigh']))
    expect(refused).to.have.property('code', 'change.psql_command')
  })
})
