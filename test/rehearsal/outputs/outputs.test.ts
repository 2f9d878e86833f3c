import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Store } from '../../../src/store/types.ts'
import { type Checkout, makeCheckout } from '../../support/checkout.ts'
import { newVisionSchema } from '../../support/new-vision.ts'
import { command, rehearse, type SpecParts } from '../../support/rehearse.ts'
import { makeStore, startStores } from '../../support/stores.ts'

describe('the files and the rollout of a rehearsal', function () {
  this.timeout(120_000)
  let store: Store
  let checkout: Checkout
  let outside: string

  before(async function () {
    this.timeout(120_000)
    await startStores()
    store = await makeStore('app', newVisionSchema)
  })

  beforeEach(() => {
    checkout = makeCheckout({
      'report.cjs': reportScript,
      'read.cjs': readScript,
      'db/001_start.sql': 'SELECT 1;',
    })
    checkout.branch('change')
    outside = mkdtempSync(join(tmpdir(), 'prod-replica-outside-'))
  })

  afterEach(() => {
    checkout.remove()
    rmSync(outside, { recursive: true, force: true })
  })

  const run = (migration: string, parts: SpecParts) => {
    checkout.write({ 'db/002_change.sql': migration })
    checkout.commit('Change the schema')
    return rehearse(checkout.folder, { ...parts, change: { migrations: { app: ['db/*.sql'] }, ...parts.change } }, store)
  }
  const rename = 'ALTER TABLE ela_scores RENAME COLUMN test_score TO score;'

  it('sees in a CSV that one subject falls to 0 %, with the line that reads the column', async () => {
    const verdict = await run(rename, {
      pipelines: [command('report', 'node report.cjs reports', { outputs: ['reports/*.csv', 'reports/*.json'] })],
    })
    expect(verdict.status).to.equal('changed')
    const [pipeline] = verdict.pipelines
    expect(pipeline?.files?.written).to.deep.equal(['reports/monthly.csv', 'reports/run.json'])
    expect(pipeline?.files?.unstable).to.deep.equal(['reports/run.json: at'])
    expect(pipeline?.files?.differences.map(({ file }) => file)).to.deep.equal(['reports/monthly.csv'])
    const effect = verdict.findings.find(({ rule }) => rule === 'OUTPUT_SAME')
    expect(effect?.effect).to.equal('reports/monthly.csv: percent where subject = ELA 45 → 0')
    const cause = verdict.findings.find(({ rule }) => rule === 'COLUMN_SAME_NAME')
    expect(cause?.place?.file).to.equal('report.cjs')
    expect(existsSync(join(checkout.folder, 'reports'))).to.equal(false)
  })

  it('lets sides that write to one absolute path take turns, later pipelines read their own, and puts back what was there', async () => {
    const path = join(outside, 'assessment.csv')
    writeFileSync(path, 'before')
    const verdict = await run(rename, {
      pipelines: [
        command('report', `node report.cjs ${outside}`, { outputs: [path.replace('assessment', '*'), join(outside, 'monthly.csv')] }),
        command('read', `node read.cjs ${outside}`, { needs: ['report'] }),
      ],
    })
    expect(verdict.pipelines.map(({ status }) => status)).to.deep.equal(['changed', 'changed'])
    expect(verdict.pipelines[0]?.files?.differences.map(({ file }) => file)).to.deep.equal([join(outside, 'monthly.csv')])
    expect(verdict.findings.find(({ pipeline }) => pipeline === 'read')?.effect).to.contain('ELA,45')
    expect(readFileSync(path, 'utf8')).to.equal('before')
    expect(existsSync(join(outside, 'monthly.csv'))).to.equal(false)
  })

  it('calls a mended pipeline broken where the base’s code fails between the migration and the deploy', async () => {
    const strict = (column: string): string =>
      reportScript.replace('SELECT *', `SELECT ${column}`).replace('row.test_score', `row.${column}`)
    checkout.remove()
    checkout = makeCheckout({ 'report.cjs': strict('test_score'), 'db/001_start.sql': 'SELECT 1;' })
    checkout.branch('change')
    checkout.write({ 'report.cjs': strict('score') })
    const verdict = await run(['ela', 'math'].map((subject) => rename.replace('ela', subject)).join('\n'), {
      pipelines: [command('report', 'node report.cjs reports', { outputs: ['reports/*.csv'] })],
      change: { rollout: true },
    })
    const [pipeline] = verdict.pipelines
    expect([pipeline?.baseline?.exitCode, pipeline?.candidate?.exitCode, pipeline?.rollout?.exitCode]).to.deep.equal([0, 0, 1])
    expect(verdict.status).to.equal('broken')
    expect(verdict.findings[0]).to.deep.include({ side: 'rollout', level: 'STATEMENT', severity: 'broken', column: 'test_score' })
    expect(verdict.findings[0]?.effect).to.match(/^between the migration and the deploy it fails: .*42703/)
    expect(verdict.findings[0]?.place).to.include({ file: 'report.cjs', line: 10 })
    expect(verdict.notTested).to.deep.equal([])
  })
})

const reportScript = `
const { Client } = require('pg')
const { mkdirSync, writeFileSync } = require('node:fs')
async function main(folder) {
  const client = new Client()
  await client.connect()
  mkdirSync(folder, { recursive: true })
  const lines = ['subject,percent']
  for (const subject of ['ela', 'math']) {
    const { rows } = await client.query('SELECT * FROM ' + subject + '_scores')
    const above = rows.filter((row) => (row.test_score ?? 0) >= 55).length
    lines.push(subject.toUpperCase() + ',' + Math.round((above / rows.length) * 100))
  }
  writeFileSync(folder + '/monthly.csv', lines.join('\\n') + '\\n')
  writeFileSync(folder + '/run.json', JSON.stringify({ at: process.hrtime.bigint().toString(), subjects: 2 }))
  await client.end()
}
main(process.argv[2]).catch((error) => { console.error(error.message); process.exit(1) })
`

const readScript = `console.log(require('node:fs').readFileSync(process.argv[2] + '/monthly.csv', 'utf8'))`
