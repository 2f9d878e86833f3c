import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { parse } from 'yaml'
import type { Orb, Value } from '../../scripts/orb/types.ts'
import { type Stage, startStage } from '../support/stage.ts'
import { libraryOf } from './runner/library.ts'
import { planJob } from './runner/plan-job.ts'
import type { Project } from './runner/project.ts'
import type { ContainerEnd } from './runner/run-container.ts'
import { layersOf, runJob } from './runner/run-job.ts'

/** A project, and what its jobs have left in the workspace so far. */
interface Workflow extends Project {
  layers: string[]
  shell: string
}

const bash = '/bin/bash -eo pipefail'
const sh = '/bin/sh -e'
const helper = resolve('dist/prod-replica.cjs')
const silent = { step: () => {}, line: () => {}, progress: () => {}, result: () => {} }
const hostile = `feature/$(touch pwned)\`touch pwned\`"';&<b> 🙂`

describe('the packed orb’s jobs, step by step', function () {
  this.timeout(240_000)
  let folder: string
  let stage: Stage
  let orb: Orb

  before(async () => {
    await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/orb-pack.ts'])
    orb = parse(await readFile('dist/orb.yml', 'utf8')) as Orb
    folder = await mkdtemp(join(tmpdir(), 'prod-replica-jobs-'))
    stage = await startStage(folder, silent)
  })

  after(async () => {
    await stage?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  describe('of a change that is fine, one after the other', () => {
    let workflow: Workflow

    before(async () => {
      workflow = await makeWorkflow('adds-column', bash)
    })

    it('provision-replica brings the replica up', async () => {
      const end = await run('provision-replica', workflow)
      expect(end.exitCode, end.output).to.equal(0)
      expect(await stage.leftovers()).not.to.deep.equal([])
      expect(await readdir(join(workflow.folder, 'workspace', 'provision-replica.0', '.prod-replica'))).to.include('replica.json')
      const told = await readFile(end.bashEnv, 'utf8')
      expect(told).to.match(/^export PROD_REPLICA_ID='/)
    })

    it('run-integration gives the verdict and shows it in the Tests tab', async () => {
      const end = await run('run-integration', workflow)
      expect(end.exitCode, end.output).to.equal(0)
      expect(await readdir(join(workflow.folder, 'test-results', 'run-integration', '0'))).to.include('junit.xml')
      expect(await artifactsOf('run-integration', workflow)).to.include.members(['report.html', 'report.md', 'verdict.json'])
    })

    it('notify mails what the jobs before it found', async () => {
      const before = (await stage.mails()).length
      const end = await run('notify', workflow, { 'require-delivery': true })
      expect(end.exitCode, end.output).to.equal(0)
      const mails = await stage.mails()
      expect(mails).to.have.length(before + 1)
      expect(mails.at(-1)).to.match(/^Subject: .*passed/im)
    })

    it('teardown leaves production only, and finds nothing to do a second time', async () => {
      const first = await run('teardown', workflow)
      expect(first.exitCode, first.output).to.equal(0)
      expect(await stage.leftovers()).to.deep.equal([])
      const second = await run('teardown', workflow)
      expect(second.exitCode, second.output).to.equal(0)
      expect(second.output).to.contain('nothing to delete')
    })
  })

  it('rehearses in one job, in an image without bash, on a branch with a hostile name', async () => {
    const workflow = await makeWorkflow('drops-school-id', sh)
    const end = await run('rehearse', workflow)
    expect(end.exitCode, end.output).to.equal(1)
    expect(end.output).to.contain('school_id')
    expect(existsSync(join(end.checkout, 'pwned'))).to.equal(false)
    expect(await artifactsOf('rehearse', workflow)).to.include.members(['verdict.json', 'junit.xml', 'report.html'])
    expect(await stage.leftovers()).to.deep.equal([])
  })

  it('says what is wrong with the input, stores what there is, and exits 2', async () => {
    const workflow = await makeWorkflow('adds-column', bash)
    const end = await run('rehearse', workflow, { config: 'missing-${CIRCLE_BRANCH}.yml' })
    expect(end.exitCode, end.output).to.equal(2)
    expect(end.output).to.contain(`missing-${hostile}.yml`)
    expect(end.steps).to.include('store_artifacts')
    expect(await stage.leftovers()).to.deep.equal([])
  })

  it('refuses a variable that is not set, and a run without a replica', async () => {
    const workflow = await makeWorkflow('adds-column', bash)
    const unset = await run('provision-replica', workflow, { region: '${NO_SUCH_VARIABLE}' })
    expect(unset.exitCode, unset.output).to.equal(2)
    expect(unset.output).to.contain('NO_SUCH_VARIABLE')
    const none = await run('run-integration', workflow)
    expect(none.exitCode, none.output).to.equal(3)
    expect(none.output).to.contain('run provision-replica first')
  })

  describe('with the helper downloaded', () => {
    let server: Server
    let address: string

    before(async () => {
      const bytes = await readFile(helper)
      server = createServer((request, response) => {
        response.end(request.url === '/tampered' ? Buffer.concat([bytes, Buffer.from('\n')]) : bytes)
      })
      await once(server.listen(0, '127.0.0.1'), 'listening')
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    })

    after(() => {
      server.close()
    })

    it('runs the bytes that the orb was packed with', async () => {
      const workflow = await makeWorkflow('adds-column', bash)
      const end = await run('teardown', workflow, { 'helper-path': '', 'helper-url': `${address}/helper` })
      expect(end.exitCode, end.output).to.equal(0)
      expect(end.output).to.contain('SHA-256 verified')
    })

    it('runs nothing of a helper that was tampered with', async () => {
      const workflow = await makeWorkflow('adds-column', bash)
      const end = await run('teardown', workflow, { 'helper-path': '', 'helper-url': `${address}/tampered` })
      expect(end.exitCode, end.output).to.equal(2)
      expect(end.output).to.contain('was not installed')
      expect(end.steps).to.deep.equal(['checkout', 'Install the prod-replica helper', 'store_artifacts'])
    })
  })

  /** A workflow of its own on a branch with the change. */
  async function makeWorkflow(change: string, shell: Workflow['shell']): Promise<Workflow> {
    const own = await mkdtemp(join(folder, 'workflow-'))
    return {
      folder: own,
      repository: await stage.checkOut(change, join(own, 'repository')),
      shell,
      layers: [],
      environment: {
        ...stage.environment,
        CI: 'true',
        CIRCLECI: 'true',
        CIRCLE_BRANCH: hostile,
        CIRCLE_PIPELINE_ID: own,
        CIRCLE_PROJECT_REPONAME: 'new-vision',
        CIRCLE_PROJECT_USERNAME: 'new-vision',
      },
    }
  }

  async function run(job: string, workflow: Workflow, parameters: Record<string, Value> = {}): Promise<ContainerEnd> {
    const work = planJob(job, { 'helper-path': helper, ...parameters }, { library: libraryOf(orb), scope: {} })
    const watch = { signal: new AbortController().signal, heard: () => {} }
    const place = { project: workflow, layers: workflow.layers }
    const [end] = (await runJob(job, { ...work, shell: workflow.shell }, place, watch)).containers
    if (end === undefined) throw new Error(`${job} has no container`)
    workflow.layers.push(...layersOf(job, work.parallelism))
    return end
  }
})

function artifactsOf(job: string, workflow: Workflow): Promise<string[]> {
  return readdir(join(workflow.folder, 'artifacts', job, '0', 'prod-replica'))
}
