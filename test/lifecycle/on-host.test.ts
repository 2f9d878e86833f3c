import { mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { type HelperEnd, makeProject, runHelper, startHelper } from '../support/run-helper.ts'
import { type Stage, startStage } from '../support/stage.ts'

const silent = { step: () => {}, progress: () => {}, result: () => {}, line: () => {} }

describe('a rehearsal whose stores only a host reaches', function () {
  this.timeout(180_000)
  let folder: string
  let stage: Stage
  let checkout: string

  before(async () => {
    folder = await makeProject({})
    stage = await startStage(folder, silent)
    // Production is filled while its databases can be reached.
    await stage.restart(['--private-stores'])
    const hosts = join(stage.cloudFolder, 'hosts')
    await mkdir(hosts, { recursive: true })
    // What the company's start-up script installs on its hosts.
    await symlink(resolve('node_modules'), join(hosts, 'node_modules'))
    checkout = await stage.checkOut('renames-column', join(folder, 'checkout'))
    const made = await runHelper(['bootstrap'], call())
    expect(made.exitCode, made.stderr).to.equal(0)
  })
  after(async () => {
    await stage?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const call = (extra: Record<string, string> = {}) => ({ folder: checkout, environment: { ...stage.environment, ...extra } })

  it('is the same as one in place', async () => {
    const end = await runHelper(['rehearse', '--json'], call({ PIPELINE_MODE: 'nightly' }))
    console.log(end.stderr, end.stdout.slice(0, 3000))
    expect(end.exitCode).to.equal(1)
  })
})
