import { execFileSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Verdict } from '../../src/rehearsal/types.ts'
import { makeProject, runHelper } from '../support/run-helper.ts'
import { type Stage, startStage } from '../support/stage.ts'

const silent = { step: () => {}, progress: () => {}, result: () => {}, line: () => {} }
const host = 'newvision.abc.us-east-1.redshift.amazonaws.com'
const unknown = 'other.abc.us-east-1.redshift.amazonaws.com'

describe('a rehearsal of scripts that name production', function () {
  this.timeout(240_000)
  let folder: string
  let stage: Stage
  let checkout: string

  before(async () => {
    folder = await makeProject({})
    stage = await startStage(folder, silent)
    checkout = await stage.checkOut('renames-column', join(folder, 'checkout'))
    await edit('replica.yml', 'database: dev,', `database: dev, hostnames: [${host}],`)
    await edit('pipelines/assess.mjs', 'new pg.Client()', `new pg.Client('postgresql://root:of-production@${host}:5439/dev')`)
    await edit(
      'pipelines/monthly_report.mjs',
      /new pg\.Client\([^)]*\)/,
      `new pg.Client('postgresql://root:of-production@${unknown}:5439/dev')`,
    )
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-qam', 'Name production'], { cwd: checkout })
  })
  after(async () => {
    await stage?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
    const text = await readFile(join(checkout, file), 'utf8')
    expect(text).to.match(typeof from === 'string' ? new RegExp(from.replace(/[()]/g, '\\$&')) : from)
    await writeFile(join(checkout, file), text.replace(from, to))
  }

  it('leads them to the replica, and does not run what names a database that the replica does not have', async () => {
    const before = await stage.fingerprint()
    const end = await runHelper(['rehearse'], { folder: checkout, environment: stage.environment })
    expect(end.exitCode, end.stderr).to.equal(1)
    const verdict = JSON.parse(await readFile(join(checkout, '.prod-replica/verdict.json'), 'utf8')) as Verdict
    const [assess, report] = ['assess', 'monthly-report'].map((name) => verdict.pipelines.find((pipeline) => pipeline.name === name))
    expect(assess?.status).to.equal('broken')
    expect(assess?.candidate?.statements).to.be.greaterThan(0)
    expect(verdict.findings.find(({ pipeline }) => pipeline === 'assess')?.column).to.equal('test_score')
    expect(report).to.include({ status: 'inconclusive' })
    expect(report?.reason).to.contain(`pipelines/monthly_report.mjs names the database ${unknown}`)
    expect(await stage.fingerprint()).to.equal(before)
  })
})
