import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { type HelperEnd, makeProject, runHelper, startHelper } from '../support/run-helper.ts'
import { type Stage, startStage } from '../support/stage.ts'

const silent = { step: () => {}, progress: () => {}, result: () => {}, line: () => {} }

describe('a rehearsal from end to end', function () {
  this.timeout(120_000)
  let folder: string
  let stage: Stage
  let checkout: string

  before(async () => {
    folder = await makeProject({})
    // Production has no secret, so that the fault meets the first replica's.
    const fault = ['--fault', 'AWS::SecretsManager::Secret:create=The vault is closed:1']
    stage = await startStage(folder, silent, fault)
    checkout = await stage.checkOut('renames-column', join(folder, 'checkout'))
  })

  after(async () => {
    await stage.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const call = (extra: Record<string, string> = {}) => ({ folder: checkout, environment: { ...stage.environment, ...extra } })
  const verdictOf = async (results: string) => JSON.parse(await readFile(join(checkout, results, 'verdict.json'), 'utf8'))

  it('names the resource that failed, tears down what there was, and is inconclusive', async () => {
    const end = await runHelper(['rehearse', '--results', 'failed'], call())
    expect(end.stderr).to.contain('The vault is closed').and.to.contain('(stack.create_failed)')
    expect(end.exitCode).to.equal(3)
    expect((await verdictOf('failed')).failure.message).to.contain('The vault is closed')
    expect((await stage.mails()).at(-1)).to.contain('INCONCLUSIVE')
    expect(await stage.leftovers()).to.deep.equal([])
  })

  for (const { signal, when, exitCode } of [
    { signal: 'SIGINT', when: /creating \S+-newvision-data/, exitCode: 130 },
    { signal: 'SIGTERM', when: /record-scores \(baseline\)/, exitCode: 143 },
  ] as const) {
    it(`leaves nothing behind when ${signal} comes at «${when.source}»`, async () => {
      const end = await interrupt(signal, when)
      expect(end.stderr).to.match(/is gone after/)
      expect(end.exitCode).to.equal(exitCode)
      expect((await verdictOf('.prod-replica')).failure.code).to.equal('cli.interrupted')
      expect((await stage.mails()).at(-1)).to.contain('CANCELLED')
      expect(await stage.leftovers()).to.deep.equal([])
    })
  }

  it('finds the break and the silent change, and is done in one command', async () => {
    const end = await runHelper(['rehearse', '--json'], call())
    expect(end.exitCode).to.equal(1)
    const { verdict, teardown } = JSON.parse(end.stdout)
    expect(verdict.status).to.equal('broken')
    const silently = verdict.findings.find((finding: { pipeline: string }) => finding.pipeline === 'monthly-report')
    expect(silently).to.include({ severity: 'changed', column: 'test_score' })
    expect(silently.effect).to.contain('45 → 0')
    expect(teardown.survivors).to.deep.equal([])
    expect(await stage.leftovers()).to.deep.equal([])
  })

  it('adopts a replica that is there, tells a full disk, and is gone after teardown', async () => {
    const first = await runHelper(['provision-replica'], call())
    expect(first.exitCode, first.stderr).to.equal(0)
    const again = await runHelper(['provision-replica'], call({ BASH_ENV: '/dev/full' }))
    expect(again.stderr).to.contain('carrying on with it').and.to.contain('/dev/full: this cannot be read or written: no space is left')
    expect(again.exitCode).to.equal(2)
    expect((await runHelper(['list'], call())).stdout).to.match(/renames-col\S+ .* up /)
    expect((await runHelper(['teardown'], call())).exitCode).to.equal(0)
    expect((await runHelper(['teardown'], call())).stdout).to.contain('nothing to delete')
    expect((await runHelper(['run-integration'], call())).stderr).to.contain('(cli.no_replica)')
    expect(await stage.leftovers()).to.deep.equal([])
  })

  async function interrupt(signal: NodeJS.Signals, when: RegExp): Promise<HelperEnd> {
    const { child, end } = startHelper(['rehearse'], call())
    let seen = ''
    child.stderr?.on('data', (chunk) => {
      const before = when.test(seen)
      seen += chunk
      if (!before && when.test(seen)) child.kill(signal)
    })
    return await end
  }
})
