import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Verdict } from '../../src/rehearsal/types.ts'
import { type Checkout, makeCheckout } from '../support/checkout.ts'
import { makeProject, runHelper } from '../support/run-helper.ts'
import { makeStore, startStores } from '../support/stores.ts'
import { changes } from './changes/index.ts'
import { type CompanyCloud, companySchema, replicaYml, startCompanyCloud } from './company/cloud.ts'
import { findLanguages } from './languages.ts'
import { pipelines } from './pipelines.ts'
import { establishTruth, type Truth } from './plain/truth.ts'
import { type Cell, cellsOf } from './score/cell.ts'
import { scoreOf } from './score/score.ts'
import { formatCells, formatWrong } from './score/table.ts'
import { companyFiles } from './verdicts.ts'

/** The bundled helper on a replica in the local cloud: a few changes of the matrix, on a few pipelines. */
describe('the verdict of the bundled helper', function () {
  this.timeout(300_000)
  const chosen = pipelines.filter(({ name }) => ['means', 'overview', 'late', 'honours', 'enrol'].includes(name))
  // The branches, of which a replica is named otherwise, take turns on one.
  const id = ['--id', 'verdict']
  let folder: string
  let cloud: CompanyCloud
  let checkout: Checkout
  let truth: Truth

  before(async () => {
    folder = await makeProject({})
    cloud = await startCompanyCloud(folder)
    await startStores()
    const { target } = await makeStore('plain', companySchema)
    truth = await establishTruth(chosen, target.database, { server: target, languages: await findLanguages() })
    checkout = makeCheckout({ ...companyFiles(), 'replica.yml': replicaYml(chosen) })
    const up = await runHelper(['provision-replica', ...id], call())
    expect(up.exitCode, up.stderr).to.equal(0)
  })

  after(async () => {
    const down = await runHelper(['teardown', ...id], call())
    await cloud.stop()
    checkout.remove()
    await rm(folder, { recursive: true, force: true })
    expect(down.exitCode, down.stderr).to.equal(0)
  })

  const call = () => ({ folder: checkout.folder, environment: cloud.environment })

  for (const [number, name] of ['rename a column', 'unit of values', 'change a default', 'add an index', 'int to smallint'].entries())
    it(`is right about «${name}», and so is its exit code`, async () => {
      const change = changes.find((each) => each.name === name)
      if (change === undefined) throw new Error(`there is no change ${name}`)
      checkout.branch(`change-${number}`)
      checkout.write({ 'db/migrations/002_change.sql': change.sql })
      checkout.commit(name)
      const { exitCode, stderr } = await runHelper(['run-integration', ...id, '--results', `results-${number}`], call())
      expect(exitCode, stderr).to.be.oneOf([0, 1])
      const verdict: Verdict = JSON.parse(await readFile(join(checkout.folder, `results-${number}`, 'verdict.json'), 'utf8'))
      const cells: Cell[] = cellsOf(change, chosen, await truth.of(change, chosen, `b${number}`), verdict)
      const { missed, undecided, falseAlarms, otherKind, harmed } = scoreOf(cells)
      expect(formatCells('wrong', [...missed, ...undecided, ...falseAlarms, ...otherKind]), stderr).to.deep.equal([])
      expect(exitCode, formatWrong(scoreOf(cells)).join('\n')).to.equal(harmed > 0 ? 1 : 0)
    })
})
