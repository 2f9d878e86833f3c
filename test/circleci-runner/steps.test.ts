import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { stringify } from 'yaml'
import type { Value } from '../../scripts/orb/types.ts'
import type { Project } from '../orb/runner/project.ts'
import { runWorkflow, type WorkflowEnd } from '../orb/runner/run-workflow.ts'
import { makeProjects, outputOf, planOf } from './config.ts'

describe('a job’s steps', () => {
  let projects: Awaited<ReturnType<typeof makeProjects>>
  let project: Project

  before(async () => {
    projects = await makeProjects()
  })

  beforeEach(async () => {
    project = await projects.project()
  })

  after(() => projects.remove())

  it('run after a failure only where they ask for it, or store results', async () => {
    const end = await run([
      { run: 'mkdir out && echo 1 >out/a' },
      { run: { name: 'fails', command: 'exit 7' } },
      { run: 'echo not me' },
      { run: { name: 'on_fail', command: 'echo fail', when: 'on_fail' } },
      { run: { name: 'always', command: 'echo always', when: 'always' } },
      { persist_to_workspace: { root: '.', paths: ['out'] } },
      { store_artifacts: { path: 'out', destination: 'kept' } },
      { store_test_results: { path: 'out' } },
    ])
    expect(end.jobs.j?.containers[0]?.exitCode).to.equal(7)
    expect(outputOf(end, 'j')).to.equal('fail\nalways\n')
    expect(end.jobs.j?.containers[0]?.steps.slice(1)).to.deep.equal(['fails', 'on_fail', 'always', 'store_artifacts', 'store_test_results'])
    expect(await readFile(join(project.folder, 'artifacts/j/0/kept/a'), 'utf8')).to.equal('1\n')
  })

  it('stop at an error and in a pipe, as bash -eo pipefail does, unless they name another shell', async () => {
    expect((await run([{ run: 'false | true' }])).status).to.equal('failed')
    expect((await run([{ run: { command: 'false; true', shell: '/bin/sh' } }])).status).to.equal('success')
  })

  it('hand variables on by $BASH_ENV, and have the nearest environment', async () => {
    const end = await run([
      { run: 'echo "export A=1" >>"$BASH_ENV"' },
      { run: { command: 'echo "$A $B $CIRCLE_JOB $CIRCLE_BRANCH"', environment: { B: 'step' } } },
      { run: 'echo "$B"' },
    ])
    expect(outputOf(end, 'j')).to.equal('1 step j feature\njob\n')
  })

  it('leave what is in the background running for the others, and end it with the job', async () => {
    const end = await run([
      { run: { command: 'echo $$ >"$HOME/id"; sleep 60', background: true } },
      { run: 'until [ -s "$HOME/id" ]; do sleep 0.05; done; kill -0 "$(cat "$HOME/id")"; cat "$HOME/id"' },
    ])
    expect(end.status).to.equal('success')
    expect(isRunning(outputOf(end, 'j'))).to.equal(false)
  })

  it('are ended after so long without a word', async () => {
    const end = await run([
      { run: { command: 'echo a; sleep 60', no_output_timeout: '0.3s' } },
      { run: { command: 'echo b', when: 'always' } },
    ])
    expect(end.status).to.equal('failed')
    expect(outputOf(end, 'j')).to.equal('a\nb\n')
  })

  it('halt the job well after the step that says so', async () => {
    const end = await run([{ run: 'circleci-agent step halt; echo here' }, { run: 'exit 1' }])
    expect(end.status).to.equal('success')
    expect(outputOf(end, 'j')).to.equal('here\n')
  })

  it('find what a job before persisted, and only that', async () => {
    const producer = [{ checkout: null }, { run: 'echo 1 >a; echo 2 >b' }, { persist_to_workspace: { root: '.', paths: ['a'] } }]
    const config = {
      j: producer,
      k: [{ attach_workspace: { at: 'in' } }, { run: 'ls in; ls' }],
      unrelated: [{ attach_workspace: { at: 'in' } }, { run: 'ls' }],
    }
    const end = await runWorkflow(planOf(configOf(config, ['j', { k: { requires: ['j'] } }, { unrelated: {} }])), project)
    expect(outputOf(end, 'k')).to.equal('a\nin\n')
    expect(outputOf(end, 'unrelated')).to.equal('')
  })

  it('fail where there is nothing to persist, or two containers persisted the same file', async () => {
    expect((await run([{ persist_to_workspace: { root: '.', paths: ['none'] } }])).status).to.equal('failed')
    const steps = [
      { run: 'echo $CIRCLE_NODE_INDEX/$CIRCLE_NODE_TOTAL; echo >same' },
      { persist_to_workspace: { root: '.', paths: ['same'] } },
    ]
    const config = configOf({ j: steps, k: [{ attach_workspace: { at: '.' } }] }, ['j', { k: { requires: ['j'] } }], 2)
    const end = await runWorkflow(planOf(config), project)
    expect(end.jobs.j?.containers.map(({ output }) => output)).to.deep.equal(['0/2\n', '1/2\n'])
    expect(end.jobs.k?.status).to.equal('failed')
    expect(outputOf(end, 'k')).to.contain('same file')
  })

  it('find in the cache what an earlier workflow kept: the exact key, else the newest that begins so; a key never changes', async () => {
    const save = (text: string, key: string): Value[] => [{ run: `echo ${text} >kept` }, { save_cache: { key, paths: ['kept'] } }]
    await run(save('old', 'v1-{{ .Branch }}-1'))
    await run(save('changed', 'v1-{{ .Branch }}-1'))
    await run(save('other', 'v2-1'))
    const end = await run([{ restore_cache: { keys: ['v1-feature-2', 'v1-'] } }, { run: 'cat kept' }])
    expect(outputOf(end, 'j')).to.equal('old\n')
  })

  it('meet parameters that are full of shell as text where they come by environment', async () => {
    const hostile = `'";$(touch pwned)\`touch pwned\`\n&& touch pwned 🙂`
    const end = await run([{ run: { command: 'printf %s "$TEXT"; ls', environment: { TEXT: hostile } } }])
    expect(outputOf(end, 'j')).to.equal(hostile)
  })

  function run(steps: Value): Promise<WorkflowEnd> {
    return runWorkflow(planOf(configOf({ j: steps }, ['j'])), project)
  }
})

function configOf(jobs: Readonly<Record<string, Value>>, workflow: Value, parallelism = 1): string {
  const defined = Object.entries(jobs).map(([name, steps]) => [
    name,
    { docker: [{ image: 'any' }], environment: { B: 'job' }, parallelism: name === 'j' ? parallelism : 1, steps },
  ])
  return stringify({ version: 2.1, jobs: Object.fromEntries(defined), workflows: { w: { jobs: workflow } } })
}

function isRunning(id: string): boolean {
  try {
    return process.kill(Number(id), 0)
  } catch {
    return false
  }
}
