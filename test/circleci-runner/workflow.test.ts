import { expect } from 'chai'
import type { Project } from '../orb/runner/project.ts'
import { runWorkflow } from '../orb/runner/run-workflow.ts'
import { jobs, makeProjects, outputOf, planOf, statusesOf } from './config.ts'

const ended = 'trap "echo asked; exit 0" TERM; echo up; while :; do sleep 0.05; done'

describe('a workflow that is run', () => {
  let projects: Awaited<ReturnType<typeof makeProjects>>
  let project: Project

  before(async () => {
    projects = await makeProjects()
  })

  beforeEach(async () => {
    project = await projects.project()
  })

  after(() => projects.remove())

  it('runs a job where every required job ended in a way that it accepts, and no other', async () => {
    const config = jobs(
      { good: 'true', bad: 'false', next: 'true' },
      `- good
- bad
- next: {name: after-good, requires: [good]}
- next: {name: after-bad, requires: [bad]}
- next: {name: on-failure, requires: [{bad: failed}]}
- next: {name: on-either, requires: [{bad: [failed, canceled]}, good]}
- next: {name: on-not-run, requires: [{after-bad: not_run}]}
- next: {name: always, requires: [{good: terminal}, {after-bad: terminal}]}
- next: {name: never, requires: [nosuch]}`,
    )
    expect(await statusesOf(config, project)).to.deep.include({
      good: 'success',
      bad: 'failed',
      'after-good': 'success',
      'after-bad': 'not_run',
      'on-failure': 'success',
      'on-either': 'success',
      'on-not-run': 'success',
      always: 'success',
      never: 'not_run',
    })
  })

  it('refuses jobs that wait for one another', async () => {
    const plan = planOf(jobs({ a: 'true', b: 'true' }, '- a: {requires: [b]}\n- b: {requires: [a]}'))
    const refusal = await runWorkflow(plan, project).then(
      () => '',
      (error: Error) => error.message,
    )
    expect(refusal).to.equal('these jobs wait for one another: a, b')
  })

  it('waits for approval, and for a context that the job may use', async () => {
    const config = jobs({ deploy: 'true' }, '- hold: {type: approval}\n- deploy: {requires: [hold], context: secret}')
    expect(await statusesOf(config, project)).to.deep.equal({ hold: 'canceled', deploy: 'not_run' })
    const approves = (): boolean => true
    expect(await statusesOf(config, { ...project, contexts: {} }, { approves })).to.deep.include({ deploy: 'unauthorized' })
    const allowed = { ...project, contexts: { secret: { TOKEN: 'x' } } }
    expect(await statusesOf(config, allowed, { approves })).to.deep.include({ deploy: 'success' })
  })

  it('ends a job that is canceled, and runs what waits for that end', async () => {
    const config = jobs({ long: ended, next: 'true' }, '- long\n- next: {requires: [{long: canceled}]}')
    const end = await runWorkflow(planOf(config), project, {
      heard: (job, text, hand) => void (text.includes('up') && hand.cancelJob(job)),
    })
    expect(end.jobs.long?.status).to.equal('canceled')
    expect(outputOf(end, 'long')).to.contain('asked')
    expect(end.jobs.next?.status).to.equal('success')
  })

  it('kills a job that does not listen, and gives a killed machine no time to', async () => {
    const deaf = jobs({ long: 'trap "" TERM; echo up; while :; do sleep 0.05; done' }, '- long')
    expect(await statusesOf(deaf, project, { heard: (job, _, hand) => hand.cancelJob(job) })).to.deep.equal({ long: 'canceled' })
    const end = await runWorkflow(planOf(jobs({ long: ended }, '- long')), project, { heard: (job, _, hand) => hand.killJob(job) })
    expect(end.jobs.long?.status).to.equal('failed')
    expect(outputOf(end, 'long')).not.to.contain('asked')
  })

  it('runs nothing more of a workflow that is canceled, not even what requires terminal', async () => {
    const config = jobs({ long: ended, next: 'true' }, '- long\n- next: {requires: [{long: terminal}]}')
    const end = await runWorkflow(planOf(config), project, { heard: (_, __, hand) => hand.cancelWorkflow() })
    expect(end.status).to.equal('canceled')
    expect(end.jobs.long?.status).to.equal('canceled')
    expect(end.jobs.next?.status).to.equal('not_run')
  })

  it('reruns from failed: what succeeded stays as it was', async () => {
    const config = jobs({ once: 'echo once >>"$LOG"', flaky: 'echo flaky >>"$LOG"; [ -n "$LUCK" ]' }, '- once\n- flaky: {requires: [once]}')
    const logging = { ...project, environment: { LOG: `${project.folder}/log`, LUCK: '' } }
    const previous = await runWorkflow(planOf(config), logging)
    expect(previous.status).to.equal('failed')
    const lucky = { ...logging, environment: { ...logging.environment, LUCK: 'yes' } }
    const again = await runWorkflow(planOf(`${config}`), lucky, { previous })
    expect(again.status).to.equal('success')
    const told = jobs({ tell: 'cat "$LOG"' }, '- tell')
    expect(outputOf(await runWorkflow(planOf(told), logging), 'tell')).to.equal('once\nflaky\nflaky\n')
  })
})
