import { expect } from 'chai'
import type { Store } from '../../src/store/types.ts'
import { type Checkout, makeCheckout } from '../support/checkout.ts'
import { monthlyScript, newVisionSchema } from '../support/new-vision.ts'
import { command, rehearse, type SpecParts, sqlFile } from '../support/rehearse.ts'
import { listDatabases, makeStore, startStores } from '../support/stores.ts'

describe('integrate', function () {
  this.timeout(60_000)
  let store: Store
  let checkout: Checkout

  before(async function () {
    this.timeout(60_000)
    await startStores()
    store = await makeStore('app', newVisionSchema)
  })

  beforeEach(() => {
    checkout = makeCheckout({
      'pipelines/monthly.cjs': monthlyScript,
      'pipelines/assess.sql': assessSql,
      'pipelines/summary.sql': summarySql,
      'db/migrations/001_start.sql': 'SELECT 1;',
      'value.txt': '1',
    })
    checkout.branch('change')
  })

  afterEach(async () => {
    checkout.remove()
    expect(await listDatabases(store, 'pr_')).to.deep.equal([])
  })

  const migrations = { app: ['db/migrations/*.sql'] }
  const run = (migration: string, parts: SpecParts) => {
    checkout.write({ 'db/migrations/002_change.sql': migration })
    checkout.commit('Change the schema')
    return rehearse(checkout.folder, { change: { migrations }, ...parts }, store)
  }
  const monthly = command('monthly', 'node pipelines/monthly.cjs')

  it('catches a script that exits 0 and reports 0 % after a column was renamed, and says where it reads it', async () => {
    const migration = '-- scores are scores\nALTER TABLE ela_scores RENAME COLUMN test_score TO score;\n'
    const verdict = await run(migration, { pipelines: [monthly] })
    expect(verdict.status).to.equal('changed')
    expect(verdict.pipelines[0]).to.deep.include({ status: 'changed', writes: ['app.reports.monthly'] })
    expect(verdict.pipelines[0]?.candidate?.exitCode).to.equal(0)
    const [finding] = verdict.findings
    expect(finding).to.deep.include({
      rule: 'COLUMN_SAME_NAME',
      severity: 'changed',
      pipeline: 'monthly',
      table: 'public.ela_scores',
      column: 'test_score',
    })
    expect(finding?.place).to.include({ file: 'pipelines/monthly.cjs', line: 14 })
    expect(finding?.effect).to.equal('reports.monthly: percent_at_or_above where subject = ELA 45 → 0')
    const cause = verdict.schema.find(({ id }) => id === finding?.cause)
    expect(cause?.migration?.place).to.include({ file: 'db/migrations/002_change.sql', line: 2 })
  })

  it('passes a change that adds a column nobody minds', async () => {
    const verdict = await run('ALTER TABLE ela_scores ADD COLUMN remark text;', {
      pipelines: [monthly, sqlFile('assess', 'pipelines/assess.sql')],
      checks: [{ name: 'unit', run: 'node -e "process.exit(process.env.PGDATABASE ? 0 : 1)"', timeoutMs: 5000 }],
    })
    expect(verdict.findings).to.deep.equal([])
    expect(verdict.status).to.equal('passed')
    expect(verdict.schema.map(({ kind }) => kind)).to.deep.equal(['column_added'])
    expect(verdict.migrations.map(({ source }) => source)).to.deep.equal(['db/migrations/002_change.sql'])
  })

  it('calls a failing SQL pipeline broken, with the column, the statement and the line, and does not run what needs it', async () => {
    const verdict = await run('ALTER TABLE ela_scores RENAME COLUMN test_score TO score;', {
      pipelines: [sqlFile('assess', 'pipelines/assess.sql'), sqlFile('summary', 'pipelines/summary.sql', { needs: ['assess'] })],
    })
    expect(verdict.status).to.equal('broken')
    expect(verdict.pipelines.map(({ status }) => status)).to.deep.equal(['broken', 'not_run'])
    const [finding] = verdict.findings
    expect(finding).to.deep.include({ rule: 'COLUMN_SAME_NAME', column: 'test_score', severity: 'broken' })
    expect(finding?.place).to.include({ file: 'pipelines/assess.sql', line: 4 })
    expect(finding?.effect).to.contain('42703')
  })

  it('says of a pipeline behind a changed one that it inherits the change', async () => {
    const verdict = await run("UPDATE ela_scores SET test_score = 0; ALTER TABLE ela_scores ADD note text DEFAULT 'x';", {
      pipelines: [sqlFile('assess', 'pipelines/assess.sql'), sqlFile('summary', 'pipelines/summary.sql', { needs: ['assess'] })],
    })
    expect(verdict.pipelines.map(({ status }) => status)).to.deep.equal(['changed', 'changed'])
    const summary = verdict.findings.find(({ pipeline }) => pipeline === 'summary')
    expect(summary?.effect).to.contain('it reads reports.assessment, which assess now writes differently')
  })

  it('reports rows that vanish when a column that they are joined by is gone', async () => {
    checkout.write({ 'pipelines/lenient.cjs': lenientScript })
    checkout.commit('Add a lenient script')
    const verdict = await run('ALTER TABLE ela_scores DROP COLUMN school_id;', {
      pipelines: [command('lenient', 'node pipelines/lenient.cjs')],
    })
    expect(verdict.status).to.equal('changed')
    const rules = verdict.findings.map(({ rule }) => rule)
    expect(rules).to.deep.equal(['COLUMN_NO_DELETE', 'ROWCOUNT_SAME'])
    expect(verdict.findings[0]?.effect).to.contain('25 → 20 rows (gone: all with subject = ELA)')
  })

  it('names file, line and statement of a migration that fails, and runs nothing', async () => {
    const migration = 'ALTER TABLE ela_scores\n  ADD COLUMN a int;\n\nALTER TABLE nothing_here ADD b int;\n'
    const verdict = await run(migration, { pipelines: [monthly] })
    expect(verdict.status).to.equal('broken')
    expect(verdict.pipelines[0]?.status).to.equal('not_run')
    expect(verdict.findings[0]).to.deep.include({ rule: 'MIGRATION_APPLIES', statement: 'ALTER TABLE nothing_here ADD b int' })
    expect(verdict.findings[0]?.place).to.include({ file: 'db/migrations/002_change.sql', line: 4 })
  })

  it('is inconclusive about a pipeline whose clone is dropped under it, and judges the others', async () => {
    const clones = "SELECT datname FROM pg_database WHERE datname LIKE 'pr\\_%p0\\_cand%'"
    const drop = `psql -X -At -d postgres -c "${clones}" | while read name; do psql -X -d postgres -c "DROP DATABASE $name WITH (FORCE)"; done`
    const verdict = await run('SELECT 1;', { pipelines: [command('vandal', drop), monthly] })
    expect(verdict.pipelines.map(({ status }) => status)).to.deep.equal(['inconclusive', 'passed'])
    expect(verdict.pipelines[0]?.reason).to.contain('its clones were lost')
    expect(verdict.status).to.equal('inconclusive')
  })

  it('is inconclusive about a pipeline that fails without the change too', async () => {
    const verdict = await run('SELECT 1;', { pipelines: [command('sick', 'exit 3')] })
    expect(verdict.status).to.equal('inconclusive')
    expect(verdict.pipelines[0]?.reason).to.equal('it fails without the change too: exit code 3')
  })

  it('leaves out what two baselines disagree about, and is inconclusive when nothing else is left', async () => {
    checkout.write({
      'pipelines/partly.sql': "INSERT INTO reports.monthly SELECT 'x', random(), 3;",
      'pipelines/wholly.sql': 'CREATE TABLE reports.noise AS SELECT random() AS a;',
    })
    checkout.commit('Add noise')
    const verdict = await run('SELECT 1;', {
      pipelines: [sqlFile('partly', 'pipelines/partly.sql'), sqlFile('wholly', 'pipelines/wholly.sql')],
    })
    const [partly, wholly] = verdict.pipelines
    expect(partly).to.deep.include({ status: 'passed', unstable: ['app.reports.monthly.percent_at_or_above'] })
    expect(wholly?.status).to.equal('inconclusive')
    expect(wholly?.reason).to.contain('nothing stable is left to compare')
  })

  it('marks an intended effect as accepted until its last day', async () => {
    const change = 'ALTER TABLE ela_scores RENAME COLUMN test_score TO score;'
    const accept = { table: 'reports.monthly', because: 'new name', until: '2999-12-31' }
    const verdict = await run(change, { pipelines: [monthly], accept: [{ rule: 'OUTPUT_SAME', ...accept }] })
    expect(verdict.findings.map(({ accepted }) => accepted?.because)).to.deep.equal(['new name', 'new name'])
    expect(verdict.status).to.equal('passed')
    const expired = await rehearse(
      checkout.folder,
      { change: { migrations }, pipelines: [monthly], accept: [{ rule: 'OUTPUT_SAME', ...accept, until: '2020-01-01' }] },
      store,
    )
    expect(expired.status).to.equal('changed')
  })

  it('runs the base revision of a script for the baseline, so that a script mended with its schema passes', async () => {
    checkout.write({ 'pipelines/monthly.cjs': monthlyScript.replace('row.test_score ?? 0', 'row.test_score ?? row.score ?? 0') })
    const verdict = await run('ALTER TABLE ela_scores RENAME COLUMN test_score TO score;', { pipelines: [monthly] })
    expect(verdict.status).to.equal('passed')
    expect(verdict.revisions.base?.ref).to.equal('main')
  })

  it('shows a pipeline that looks for the top of its repository the files of its own side', async () => {
    const load = 'psql -qc "INSERT INTO reports.monthly SELECT \'all\', $(cat "$(git rev-parse --show-toplevel)/value.txt"), 1"'
    checkout.write({ 'value.txt': '2' })
    const verdict = await run('SELECT 1;', { pipelines: [command('load', load)] })
    expect(verdict.status).to.equal('changed')
    expect(verdict.findings.map(({ effect }) => effect)).to.deep.equal(['reports.monthly: percent_at_or_above where subject = all 1 → 2'])
  })

  it('passes a pipeline that records the revision, which is the same on every side', async () => {
    const load = 'psql -qc "INSERT INTO reports.monthly SELECT \'$(git describe --always --dirty --abbrev=40)\', 1, 1"'
    const verdict = await run('SELECT 1;', { pipelines: [command('load', load)] })
    expect(verdict.findings).to.deep.equal([])
    expect(verdict.status).to.equal('passed')
  })

  it('ends a pipeline that hangs, with everything that it started', async () => {
    const verdict = await run('SELECT 1;', { pipelines: [command('slow', 'sleep 60 & sleep 60', { timeoutMs: 300 })] })
    expect(verdict.pipelines[0]?.baseline).to.include({ timedOut: true })
    expect(verdict.status).to.equal('inconclusive')
  })
})

const assessSql = `CREATE TABLE reports.assessment AS
SELECT school_id, subject,
       avg(test_score)::numeric(6, 2) AS mean
  FROM (SELECT * FROM ela_scores UNION ALL SELECT student_id, school_id, subject, test_score, test_date, NULL FROM math_scores) s
 GROUP BY 1, 2;
`.replace(
  'SELECT * FROM ela_scores UNION ALL SELECT student_id, school_id, subject, test_score, test_date, NULL FROM math_scores',
  'SELECT school_id, subject, test_score FROM ela_scores',
)

const summarySql = 'CREATE TABLE reports.summary AS SELECT subject, max(mean) AS best FROM reports.assessment GROUP BY subject;\n'

const lenientScript = `
const { Client } = require('pg')
async function main() {
  const client = new Client()
  await client.connect()
  await client.query('CREATE TABLE reports.schools (subject text, school_id text, mean numeric)')
  for (const subject of ['ela', 'math', 'science', 'history', 'extra']) {
    const { rows } = await client.query('SELECT * FROM ' + subject + '_scores')
    const groups = new Map()
    for (const row of rows) if (row.school_id) groups.set(row.school_id, [...(groups.get(row.school_id) ?? []), row.test_score])
    for (const [school, scores] of groups)
      await client.query('INSERT INTO reports.schools VALUES ($1, $2, $3)', [subject.toUpperCase(), school, scores.reduce((a, b) => a + b, 0) / scores.length])
  }
  await client.end()
}
main().catch((error) => { console.error(error.message); process.exit(1) })
`
