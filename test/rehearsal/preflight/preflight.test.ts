import { expect } from 'chai'
import { integrate } from '../../../src/rehearsal/integrate.ts'
import { parseRecording } from '../../../src/rehearsal/preflight/parse-recording.ts'
import { preflight } from '../../../src/rehearsal/preflight/preflight.ts'
import type { KeptRecording } from '../../../src/rehearsal/preflight/types.ts'
import type { PipelineSpec } from '../../../src/spec/types.ts'
import type { Store } from '../../../src/store/types.ts'
import { type Checkout, makeCheckout } from '../../support/checkout.ts'
import { command, makeSpec, portsFor, sqlFile } from '../../support/rehearse.ts'
import { listDatabases, makeStore, startStores } from '../../support/stores.ts'

const schema = `
CREATE TABLE students (id int PRIMARY KEY, name text, school_id text);
CREATE TABLE scores (student_id int REFERENCES students, test_score int, subject text);
CREATE TABLE unread (a int);
INSERT INTO students VALUES (1, 'Ada Secret', 's1'); INSERT INTO scores VALUES (1, 45, 'ela')`

const report = `CREATE TEMP TABLE high AS SELECT student_id, test_score FROM scores WHERE test_score > 40;
DROP TABLE IF EXISTS report; CREATE TABLE report AS SELECT count(*) AS n FROM high;
INSERT INTO report SELECT test_score FROM scores WHERE subject = 'ela-secret';
`
const read = `import pg from 'pg'
const db = new pg.Client({})
await db.connect()
const { rows } = await db.query('SELECT * FROM students WHERE school_id = $1', ['s1'])
console.log(rows[0].school_id)
await db.end()
`
const pipelines: PipelineSpec[] = [sqlFile('report', 'report.sql'), command('read', 'node read.mjs'), command('idle', 'true')]

describe('preflight', function () {
  this.timeout(60_000)
  let checkout: Checkout
  let store: Store
  const recording = {} as KeptRecording

  before(async () => {
    await startStores()
    checkout = makeCheckout({ 'replica.yml': '', 'report.sql': report, 'read.mjs': read })
    store = await makeStore('app', schema)
    const spec = makeSpec({ pipelines: pipelines.slice(0, 2) })
    const ports = {
      ...portsFor(checkout.folder),
      keep: async (kept: KeptRecording) => {
        Object.assign(recording, kept)
      },
    }
    const verdict = await integrate(spec, { id: 'main', outputs: {} }, { app: { ...store, name: 'app' } }, ports)
    expect(verdict.status).to.equal('passed')
    checkout.branch('change')
  })

  after(() => checkout.remove())

  async function judge(migration: string, files: Record<string, string> = {}) {
    checkout.write({ 'db/1.sql': migration, 'report.sql': report, 'read.mjs': read, ...files })
    const spec = makeSpec({ pipelines, change: { migrations: { app: ['db/*.sql'] } } })
    return await preflight(spec, recording, { ...store.target, database: 'postgres' }, portsFor(checkout.folder))
  }

  it('is made from a recording that holds no value, and survives being a file', () => {
    const text = JSON.stringify(recording)
    expect(text).to.not.match(/Secret|secret|'s1'|\b45\b/)
    expect(parseRecording(text, 'recording.json')).to.deep.equal(recording)
    expect(Object.keys(recording.pipelines)).to.deep.equal(['report', 'read'])
  })

  it('names the statements that fail, with pipeline, column, line and migration', async () => {
    const { verdict } = await judge('ALTER TABLE scores\n RENAME COLUMN test_score TO points;')
    expect(verdict.status).to.equal('broken')
    const [finding] = verdict.findings
    expect(finding).to.include({
      rule: 'COLUMN_SAME_NAME',
      level: 'STATEMENT',
      severity: 'broken',
      pipeline: 'report',
      column: 'test_score',
    })
    expect(finding?.place).to.include({ file: 'report.sql', line: 1 })
    expect(finding?.effect).to.equal('a statement of it fails after the change: column "test_score" does not exist (SQLSTATE 42703)')
    expect(verdict.schema[0]?.migration?.place).to.include({ file: 'db/1.sql', line: 1 })
    expect(verdict.pipelines.map(({ name, status }) => [name, status])).to.deep.equal([
      ['report', 'broken'],
      ['read', 'passed'],
      ['idle', 'not_run'],
    ])
  })

  it('sees that the same statement brings other columns', async () => {
    const renamed = await judge('ALTER TABLE students RENAME COLUMN school_id TO school;')
    expect(renamed.verdict.findings[0]).to.include({ severity: 'broken', pipeline: 'read' })
    const retyped = await judge('ALTER TABLE students ALTER name TYPE varchar(20); ALTER TABLE students ADD grade int;')
    const [finding] = retyped.verdict.findings.filter(({ severity }) => severity === 'changed')
    expect(retyped.verdict.status).to.equal('changed')
    expect(finding).to.include({ level: 'SHAPE', pipeline: 'read' })
    expect(finding?.effect).to.match(/integer, text, text → integer, character varying, text, integer/)
  })

  it('passes a change that nobody feels, and says that no replica is needed for it but for what was never recorded', async () => {
    const { verdict, needsReplica } = await judge('ALTER TABLE unread ADD b int; CREATE INDEX ON unread (a); DROP TABLE unread;')
    expect([verdict.status, verdict.findings.filter(({ severity }) => severity !== 'note')]).to.deep.equal(['passed', []])
    expect(needsReplica).to.deep.equal(['idle is not in the recording'])
    expect(verdict.notTested.map(({ what }) => what)).to.include.members(['data', 'idle'])
  })

  it('asks for a replica where code is edited together with what it reads', async () => {
    const edited = { 'read.mjs': read.replaceAll('school_id', 'school') }
    const { verdict, needsReplica } = await judge('ALTER TABLE students RENAME COLUMN school_id TO school;', edited)
    expect(verdict.status).to.equal('inconclusive')
    expect(verdict.findings.every(({ severity }) => severity === 'note')).to.equal(true)
    expect(needsReplica[0]).to.match(/^read: its code is edited/)
  })

  it('tells a migration that does not apply', async () => {
    const { verdict } = await judge('ALTER TABLE nobody ADD a int;')
    expect(verdict.status).to.equal('broken')
    expect(verdict.findings[0]).to.include({ rule: 'MIGRATION_APPLIES' })
  })

  it('leaves no database and no role behind', async () => {
    expect(await listDatabases(store, 'pr_')).to.deep.equal([])
  })

  it('refuses what is no recording of this version, whatever it is', () => {
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '{"version":2}',
      '{"version":1,"madeBy":"x","stores":{"a":{}},"pipelines":{}}',
      `{"version":1,"madeBy":"x","stores":{},"pipelines":{"p":{"app":[{"fingerprint":1}]}}}`,
    ])
      expect(() => parseRecording(text, 'r.json'))
        .to.throw()
        .with.property('code', 'preflight.bad_recording')
  })
})
