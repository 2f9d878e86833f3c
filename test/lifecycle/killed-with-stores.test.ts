import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { type HelperEnd, makeProject, runHelper, startHelper } from '../support/run-helper.ts'
import { type Stage, startStage } from '../support/stage.ts'

const silent = { step: () => {}, progress: () => {}, result: () => {}, line: () => {} }

/** Lines of a rehearsal's progress that only one with databases has, in their order. */
const moments = [
  /AppDatabase \(\S+\) is up/,
  /── mask/,
  /masked/,
  /warehouse: applied|app: applied/,
  /record-scores \(baseline\)/,
  /assess \(candidate\)/,
  /deleting \S+-newvision-data/,
]

describe('a rehearsal of the example company that is killed', function () {
  this.timeout(120_000)
  let folder: string
  let stage: Stage
  let checkout: string
  let fingerprint: string

  before(async () => {
    folder = await makeProject({})
    stage = await startStage(folder, silent)
    checkout = await stage.checkOut('renames-column', join(folder, 'checkout'))
    fingerprint = await stage.fingerprint()
  })
  after(async () => {
    await stage?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const call = () => ({ folder: checkout, environment: stage.environment })

  for (const moment of moments) {
    it(`at «${moment.source}» leaves nothing once it is reaped, and production as it was`, async () => {
      const { child, end } = startHelper(['rehearse'], call())
      let seen = ''
      child.stderr?.on('data', (chunk) => {
        seen += chunk
        if (moment.test(seen)) child.kill('SIGKILL')
      })
      const { exitCode, stderr } = await end
      expect(stderr).to.match(moment)
      expect(exitCode, 'it was killed').to.equal(null)
      const reaped = await reap()
      expect(reaped.exitCode, `${reaped.stdout}${reaped.stderr}`).to.equal(0)
      expect(await stage.leftovers()).to.deep.equal([])
      expect(await stage.fingerprint()).to.equal(fingerprint)
    })
  }

  /** What is in motion is skipped, so it is asked again. */
  async function reap(): Promise<HelperEnd> {
    for (;;) {
      const reaped = await runHelper(['reap', '--all', '--mine'], call())
      if (!reaped.stdout.includes('skipped')) return reaped
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  }
})
