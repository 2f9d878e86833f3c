import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { parse } from 'yaml'
import type { Mapping, Orb, Value } from '../../scripts/orb/types.ts'
import { type Stage, startStage } from '../support/stage.ts'
import { configOf } from './example.ts'
import { planPipeline } from './runner/plan-workflow.ts'
import type { Project } from './runner/project.ts'
import { type Attendance, type Hand, runWorkflow, type WorkflowEnd } from './runner/run-workflow.ts'

const helper = resolve('dist/prod-replica.cjs')
const silent = { step: () => {}, line: () => {}, progress: () => {}, result: () => {} }
const hostile = `feature/$(touch pwned)\`touch pwned\`"';&<b>\n 🙂`
const role = 'arn:aws:iam::111122223333:role/prod-replica/ci'
/** What the contexts of the example with a role for each job hold. */
const roles = Object.fromEntries(
  ['provision', 'run', 'teardown', 'notify'].map((job) => [`prod-replica-${job}`, { PROD_REPLICA_ROLE: role }]),
)
const fourJobs = 'compose-with-your-own-jobs'

describe('the examples, run as CircleCI would', function () {
  this.timeout(240_000)
  let folder: string
  let stage: Stage
  let orb: Orb

  before(async () => {
    await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/orb-pack.ts'])
    orb = parse(await readFile('dist/orb.yml', 'utf8')) as Orb
    folder = await mkdtemp(join(tmpdir(), 'prod-replica-examples-'))
    stage = await startStage(folder, silent)
  })

  afterEach(async () => {
    await trouble([])
    // What one test leaves is not the next one's.
    if ((await stage.leftovers()).length > 0) await reap()
  })

  after(async () => {
    await stage?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  for (const [example, change, status, subject] of [
    [fourJobs, 'adds-column', 'success', /passed/i],
    ['separate-roles', 'drops-school-id', 'failed', /chang/i],
  ] as const) {
    it(`${example} with ${change}: the replica goes, the mail tells, and a hostile branch is only text`, async () => {
      const project = await makeProject(change)
      const end = await run(example, example === 'separate-roles' ? { ...project, contexts: roles } : project)
      expect(statusesOf(end), outputs(end)).to.deep.equal({
        'provision-replica': 'success',
        'run-integration': status,
        teardown: 'success',
        notify: 'success',
      })
      await expectMail(subject)
      expect(await stage.leftovers()).to.deep.equal([])
      const checkouts = Object.values(end.jobs).flatMap(({ containers }) => containers.map(({ checkout }) => checkout))
      expect(checkouts.filter((checkout) => existsSync(join(checkout, 'pwned')))).to.deep.equal([])
    })
  }

  it('four containers with a breaking change: each stores and hands on its share before it fails, the mail tells the whole', async () => {
    const project = await makeProject('renames-column')
    const end = await run('spread-over-containers', project)
    expect(statusesOf(end), outputs(end)).to.deep.include({ 'run-integration': 'failed', teardown: 'success', notify: 'success' })
    const containers = end.jobs['prod-replica/run-integration']?.containers ?? []
    expect(containers).to.have.length(4)
    for (const { steps, exitCode, output } of containers) {
      expect(steps.slice(-4)).to.deep.equal(['store_test_results', 'store_artifacts', 'persist_to_workspace', 'Give the verdict'])
      expect(exitCode, output).to.be.oneOf([0, 1])
    }
    const artifacts = await readdir(join(project.folder, 'artifacts', 'prod-replica-run-integration', '0'), { recursive: true })
    expect(artifacts.filter((name) => name.endsWith('verdict.1-of-4.json'))).to.have.length(1)
    expect(outputs(end)).to.contain('merged the verdicts of 4 of 4 shards: broken')
    const [notify] = end.jobs['prod-replica/notify']?.containers ?? []
    const verdict = JSON.parse(await readFile(join(notify?.checkout ?? '', '.prod-replica', 'verdict.json'), 'utf8'))
    expect(verdict.failure).to.equal(undefined)
    const reasons = verdict.pipelines.map(({ reason = '' }: { reason?: string }) => reason)
    expect(reasons.filter((reason: string) => reason.includes('shard'))).to.deep.equal([])
    await expectMail(/brok/i)
    expect(await stage.leftovers()).to.deep.equal([])
  })

  it('a provision that fails: nothing is rehearsed, teardown deletes what came up, the mail says why', async () => {
    await trouble([{ on: 'AWS::RDS::DBInstance:create', with: 'no such capacity' }])
    const end = await run(fourJobs, await makeProject('adds-column'))
    expect(statusesOf(end), outputs(end)).to.deep.equal({
      'provision-replica': 'failed',
      'run-integration': 'not_run',
      teardown: 'success',
      notify: 'success',
    })
    await expectMail(/inconclusive|no verdict/i)
    expect(await stage.leftovers()).to.deep.equal([])
  })

  for (const job of ['provision-replica', 'run-integration']) {
    it(`a ${job} whose machine is lost: a later job deletes the replica, the mail gives no verdict`, async () => {
      const kills = atFirstWord(job, (hand) => hand.killJob(`prod-replica/${job}`))
      const end = await run(fourJobs, await makeProject('adds-column'), kills)
      expect(statusesOf(end), outputs(end)).to.deep.include({ [job]: 'failed', teardown: 'success', notify: 'success' })
      expect(end.jobs['prod-replica/teardown']?.containers[0]?.output).to.match(/prod-replica-\S+ is gone after/)
      await expectMail(/inconclusive|no verdict|cancel/i)
      expect(await stage.leftovers()).to.deep.equal([])
    })
  }

  it('a workflow that is canceled: no job deletes the replica, the next reap does', async () => {
    const cancels = atFirstWord('run-integration', (hand) => hand.cancelWorkflow())
    const mailsBefore = (await stage.mails()).length
    const end = await run(fourJobs, await makeProject('adds-column'), cancels)
    expect(statusesOf(end), outputs(end)).to.deep.equal({
      'provision-replica': 'success',
      'run-integration': 'canceled',
      teardown: 'not_run',
      notify: 'not_run',
    })
    expect(await stage.mails()).to.have.length(mailsBefore)
    expect(await stage.leftovers()).not.to.deep.equal([])
    const reaped = await reap()
    expect(reaped.status, outputs(reaped)).to.equal('success')
    expect(await stage.leftovers()).to.deep.equal([])
  })

  it('one job once somebody approves: not before, and then all of it', async () => {
    const project = await makeProject('renames-column')
    const refused = await run('rehearse-on-approval', project)
    expect(statusesOf(refused)).to.deep.equal({ 'approve-rehearsal': 'canceled', rehearse: 'not_run' })
    const end = await run('rehearse-on-approval', project, { approves: () => true })
    expect(statusesOf(end), outputs(end)).to.deep.equal({ 'approve-rehearsal': 'success', rehearse: 'failed' })
    await expectMail(/brok/i)
    expect(await stage.leftovers()).to.deep.equal([])
  })

  it('runs nothing for the main branch where only others are rehearsed, and reaps on a schedule only', () => {
    const plan = (example: string, values: Mapping): string[] =>
      Object.values(planPipeline(configOf(orb, example, {}), { values })).flatMap((jobs) => jobs.map(({ name }) => name))
    expect(plan('rehearse-pull-requests', { 'git.branch': 'main' })).to.deep.equal([])
    expect(plan('rehearse-pull-requests', { 'git.branch': hostile })).to.deep.equal(['prod-replica/rehearse'])
    expect(plan('reap-every-night', { 'trigger.type': 'webhook' })).to.deep.equal([])
    expect(plan('preflight-pull-requests', { 'git.branch': 'main' })).to.deep.equal(['prod-replica/rehearse'])
  })

  function reap(): Promise<WorkflowEnd> {
    return makeProject('adds-column').then((project) => run('reap-every-night', project, {}, { 'older-than': '1s' }))
  }

  async function run(
    example: string,
    project: Project,
    attendance: Attendance = {},
    given: Readonly<Record<string, Value>> = {},
  ): Promise<WorkflowEnd> {
    const values = { 'git.branch': hostile, 'trigger.type': example === 'reap-every-night' ? 'schedule' : 'webhook' }
    const [jobs] = Object.values(planPipeline(configOf(orb, example, { 'helper-path': helper, ...given }), { values }))
    if (jobs === undefined) throw new Error(`nothing of ${example} runs`)
    return await runWorkflow(jobs, project, attendance)
  }

  /** A pipeline of its own on a branch with the change. */
  async function makeProject(change: string): Promise<Project> {
    const own = await mkdtemp(join(folder, 'project-'))
    return {
      folder: own,
      repository: await stage.checkOut(change, join(own, 'repository')),
      graceMs: 500,
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

  /** Puts these faults into the cloud, in place of all others. */
  async function trouble(faults: readonly object[]): Promise<void> {
    const body = JSON.stringify({ faults })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${stage.environment.AWS_ENDPOINT_URL}/_local/faults`, { method: 'PUT', headers, body })
    expect(answer.ok).to.equal(true)
  }

  /** The last mail's subject tells the verdict, and its text that nothing is left. */
  async function expectMail(subject: RegExp): Promise<void> {
    const mail = (await stage.mails()).at(-1) ?? ''
    expect(mail).to.match(new RegExp(`^Subject: .*(?:${subject.source})`, 'im'))
    const texts = mail.split(/\r?\n\r?\n/).map((part) => `${part}\n${Buffer.from(part, 'base64').toString('utf8')}`)
    expect(texts.join('\n')).to.match(/Replica \S+ is gone/)
  }
})

/** Does something as soon as the helper has begun its work in a job. */
function atFirstWord(job: string, act: (hand: Hand) => void): Attendance {
  const begun = job === 'provision-replica' ? /creating prod-replica/ : /baseline|clone|migrat/i
  return { heard: (name, text, hand) => void (name === `prod-replica/${job}` && begun.test(text) && act(hand)) }
}

function statusesOf(end: WorkflowEnd): Record<string, string> {
  return Object.fromEntries(Object.entries(end.jobs).map(([name, { status }]) => [name.replace('prod-replica/', ''), status]))
}

function outputs(end: WorkflowEnd): string {
  return Object.entries(end.jobs)
    .flatMap(([name, { containers }]) => containers.map(({ output }) => `== ${name}\n${output}`))
    .join('\n')
}
