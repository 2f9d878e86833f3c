import { rm } from 'node:fs/promises'
import { expect } from 'chai'
import { separateJobs } from '../circleci/doctor/configs.ts'
import { type HelperEnd, makeProject, runHelper } from '../support/run-helper.ts'

const leaking = separateJobs.replace('provision-replica: terminal', 'provision-replica: success')

describe('the command doctor', () => {
  it('passes a config without a hole', async () => {
    const end = await examine({ 'ci.yml': separateJobs }, ['ci.yml'])
    expect(end.stdout).to.contain('ci.yml: no hole in teardown.')
    expect(end.exitCode).to.equal(0)
  })

  it('exits 1 with the line of a hole, and what to paste as it must be indented', async () => {
    const end = await examine({ 'ci.yml': leaking }, ['ci.yml'])
    expect(end.stdout).to.match(/^ci\.yml:14:15 {2}hole: .*fails or times out or is cancelled\. \(misses-an-end\)$/m)
    expect(end.stdout).to.contain('\n            - rehearsal/provision-replica: terminal\n')
    expect(end.exitCode).to.equal(1)
  })

  it('tells the same as JSON', async () => {
    const end = await examine({ 'ci.yml': leaking }, ['ci.yml', '--json'])
    const { config, holes, problems } = JSON.parse(end.stdout)
    expect({ config, problems, rules: holes.map((hole: { rule: string }) => hole.rule) }).to.deep.equal({
      config: 'ci.yml',
      problems: [],
      rules: ['misses-an-end'],
    })
    expect(end.exitCode).to.equal(1)
  })

  it('lets no text of the config command the terminal', async () => {
    const end = await examine({ 'ci.yml': leaking.replaceAll('clean up', '"\\e[2Jgone\\nci.yml: no hole"') }, ['ci.yml'])
    expect(end.stdout).to.contain('gone').and.not.to.contain('\u001b')
    expect(end.stdout).not.to.match(/^ci\.yml: no hole/m)
  })

  it('exits 2 where there is no config or none that can be read, with the place', async () => {
    const none = await examine({}, [])
    expect(none.stderr).to.contain('.circleci/config.yml: there is no CircleCI config here').and.to.contain('(circleci.no_config)')
    const broken = await examine({ 'ci.yml': 'jobs:\n  a: [\n' }, ['ci.yml'])
    expect(broken.stderr)
      .to.match(/ci\.yml:\d+:\d+/)
      .and.to.contain('(circleci.unreadable_config)')
    expect([none.exitCode, broken.exitCode]).to.deep.equal([2, 2])
  })
})

async function examine(files: Record<string, string>, words: readonly string[]): Promise<HelperEnd> {
  const folder = await makeProject(files)
  const end = await runHelper(['doctor', ...words], { folder })
  await rm(folder, { recursive: true })
  return end
}
