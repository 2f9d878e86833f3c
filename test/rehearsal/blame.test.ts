import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect } from 'chai'
import type { Verdict } from '../../src/rehearsal/types.ts'
import type { Store } from '../../src/store/types.ts'
import { type Checkout, makeCheckout } from '../support/checkout.ts'
import { newVisionSchema } from '../support/new-vision.ts'
import { command, rehearse, sqlFile } from '../support/rehearse.ts'
import { makeStore, startStores } from '../support/stores.ts'

/** Renames a column, changes the values of another, and adds one that nobody minds. */
const migration = `ALTER TABLE ela_scores RENAME COLUMN test_score TO score;

UPDATE math_scores
   SET subject = upper(subject) || '!';
ALTER TABLE math_scores ADD COLUMN remark text;
ALTER TABLE history_scores DROP COLUMN test_date;
`

const means = `CREATE TABLE reports.means AS
SELECT school_id,
       avg(test_score) AS mean
  FROM ela_scores
 GROUP BY 1;
`

/** Goes on after an error, as psql does. */
const tolerant = `
const { Client } = require('pg')
async function main() {
  const client = new Client()
  await client.connect()
  await client.query('CREATE TABLE reports.log (line text)')
  await client.query('SELECT max(test_score) FROM ela_scores').catch(() => {})
  await client.query("INSERT INTO reports.log VALUES ('done')")
  await client.end()
}
main()
`

const subjects = `
const { Client } = require('pg')
async function main() {
  const client = new Client()
  await client.connect()
  const { rows } = await client.query('SELECT * FROM math_scores')
  const found = new Set(rows.map((row) => row.subject))
  await client.end()
  console.log([...found].join(' '))
}
main()
`

describe('the blame for what a change does', function () {
  this.timeout(120_000)
  let checkout: Checkout
  let verdict: Verdict

  before(async () => {
    await startStores()
    const store: Store = await makeStore('blame', newVisionSchema)
    checkout = makeCheckout({
      'pipelines/means.sql': means,
      'pipelines/summary.sql': 'CREATE TABLE reports.summary AS SELECT max(mean) AS best FROM reports.means;',
      'pipelines/tolerant.cjs': tolerant,
      'pipelines/subjects.cjs': subjects,
      'pipelines/science.sql': 'CREATE TABLE reports.science AS SELECT count(*) AS n FROM science_scores;',
      'db/001.sql': 'SELECT 1;',
      'replica.yml': 'version: 1\naccept:\n  - {rule: ROWCOUNT_SAME, table: reports.gone, because: old, until: 2999-12-31}\n',
    })
    checkout.branch('change')
    checkout.write({ 'db/002.sql': migration })
    checkout.commit('Change much at once')
    verdict = await rehearse(
      checkout.folder,
      {
        change: { migrations: { blame: ['db/*.sql'] } },
        pipelines: [
          sqlFile('means', 'pipelines/means.sql'),
          sqlFile('summary', 'pipelines/summary.sql', { needs: ['means'] }),
          command('tolerant', 'node pipelines/tolerant.cjs'),
          command('subjects', 'node pipelines/subjects.cjs'),
          sqlFile('science', 'pipelines/science.sql'),
        ],
        accept: [{ rule: 'ROWCOUNT_SAME', table: 'reports.gone', because: 'old', until: '2999-12-31' }],
      },
      store,
    )
  })
  after(() => checkout.remove())

  const findingOf = (pipeline: string, rule: string) => verdict.findings.find((each) => each.pipeline === pipeline && each.rule === rule)
  const causeOf = (pipeline: string, rule: string) =>
    verdict.schema.find(({ id }) => id === findingOf(pipeline, rule)?.cause)?.migration?.place.line

  it('leads a failed statement to the one change that explains it, where several changed', () => {
    expect(findingOf('means', 'COLUMN_SAME_NAME')).to.deep.include({ severity: 'broken', table: 'public.ela_scores', column: 'test_score' })
    expect(findingOf('means', 'COLUMN_SAME_NAME')?.place).to.include({ file: 'pipelines/means.sql', line: 3 })
    expect(findingOf('means', 'COLUMN_SAME_NAME')?.remedy).to.match(/^Write score instead of test_score in pipelines\/means\.sql:3/)
    expect(verdict.findings.filter(({ pipeline }) => pipeline === 'means')).to.have.lengthOf(1)
  })

  it('gives a pipeline that could not run the cause of the one that it needs', () => {
    expect(verdict.pipelines.find(({ name }) => name === 'summary')?.status).to.equal('not_run')
    expect(findingOf('summary', 'NEEDS_RUN')).to.deep.include({ severity: 'note', column: 'test_score' })
    expect(causeOf('summary', 'NEEDS_RUN')).to.equal(1)
  })

  it('notes a statement that fails now, where the pipeline goes on and gives the same', () => {
    expect(findingOf('tolerant', 'STATEMENT_RUNS')).to.deep.include({ severity: 'note', column: 'test_score' })
    expect(findingOf('tolerant', 'STATEMENT_RUNS')?.place).to.include({ file: 'pipelines/tolerant.cjs', line: 7 })
    expect(verdict.pipelines.find(({ name }) => name === 'tolerant')?.status).to.equal('passed')
  })

  it('leads changed values to the migration that changed the rows, and not to the addition beside it', () => {
    expect(findingOf('subjects', 'DATA_SAME')).to.deep.include({ severity: 'changed', table: 'public.math_scores', column: 'subject' })
    expect(findingOf('subjects', 'DATA_SAME')?.place).to.include({ file: 'pipelines/subjects.cjs', line: 7 })
    expect(causeOf('subjects', 'DATA_SAME')).to.equal(3)
    expect(verdict.findings.filter(({ pipeline }) => pipeline === 'subjects').map(({ rule }) => rule)).to.deep.equal([
      'DATA_SAME',
      'OUTPUT_SAME',
    ])
  })

  it('passes a pipeline that reads nothing of it, and lists what nobody reads', () => {
    expect(verdict.pipelines.find(({ name }) => name === 'science')?.status).to.equal('passed')
    expect(verdict.schema.map(({ kind, column }) => `${kind} ${column}`)).to.include.members([
      'column_dropped test_date',
      'column_added remark',
    ])
  })

  it('keeps silent about accept while a pipeline did not run', () => {
    expect(verdict.findings.filter(({ rule }) => rule.startsWith('ACCEPT'))).to.deep.equal([])
  })

  it('is told in a verdict that the JSON schema takes', () => {
    const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/verdict.schema.json'), 'utf8'))
    const validate = new Ajv({ strict: false }).compile(schema)
    validate(JSON.parse(JSON.stringify(verdict)))
    expect(validate.errors).to.equal(null)
  })
})
