import { expect } from 'chai'
import { type HelperEnd, runHelper, startHelper } from '../support/run-helper.ts'
import { type SmallCompany, startSmallCompany } from '../support/small-company.ts'

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const

/** Lines of progress at which a signal comes while there is something to stop. */
const moments = [
  /── read/,
  /── provision/,
  /creating \S+-shop-base/,
  /Orders \(\S+\) is up/,
  /creating \S+-shop-app/,
  /Jobs \(\S+\) is up/,
  /── integrate/,
]

describe('a rehearsal that is interrupted', function () {
  this.timeout(60_000)
  let company: SmallCompany
  let picture: string

  before(async () => {
    company = await startSmallCompany({ timeScale: 0.02 })
    picture = await company.picture()
  })
  after(() => company?.close())

  const call = () => ({ folder: company.checkout, environment: company.environment() })

  for (const [index, moment] of moments.entries()) {
    const signal = index % 2 === 0 ? 'SIGINT' : 'SIGTERM'
    it(`by ${signal} at «${moment.source}» cleans up, and says so by its exit code`, async () => {
      const end = await interrupt([{ signal, moment }])
      expect(end.stderr).to.contain(`${signal}: cleaning up`).and.to.contain('(cli.interrupted)')
      expect(end.exitCode, end.stderr).to.equal(exitCodes[signal])
      await expectNothing(end)
    })
  }

  for (const moment of [/── teardown/, /deleting \S+-shop-app/, /deleting \S+-shop-base/]) {
    it(`at «${moment.source}» still takes everything down and mails the verdict`, async () => {
      const end = await interrupt([{ signal: 'SIGTERM', moment }])
      expect(end.stderr).to.contain('SIGTERM: cleaning up').and.to.contain('mailed the verdict')
      await expectNothing(end)
    })
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`twice by ${signal} ends at once, and what it left is reaped`, async () => {
      const end = await interrupt([
        { signal, moment: /creating \S+-shop-base/ },
        { signal, moment: /── teardown/ },
      ])
      expect(end.exitCode, end.stderr).to.equal(exitCodes[signal])
      expect(end.stderr).to.not.contain('is gone').and.not.to.contain('── notify')
      await company.rest()
      const reaped = await runHelper(['reap', '--all', '--mine'], call())
      expect(reaped.exitCode, reaped.stderr).to.equal(0)
      await expectNothing(reaped)
    })
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`does not keep provision-replica from ending, and teardown finds what it left: ${signal}`, async () => {
      const end = await interrupt([{ signal, moment: /creating \S+-shop-app/ }], 'provision-replica')
      expect(end.exitCode, end.stderr).to.equal(exitCodes[signal])
      const down = await runHelper(['teardown'], call())
      expect(down.exitCode, down.stderr).to.equal(0)
      await expectNothing(down)
    })
  }

  async function interrupt(signals: { signal: NodeJS.Signals; moment: RegExp }[], command = 'rehearse'): Promise<HelperEnd> {
    const { child, end } = startHelper([command], call())
    let seen = ''
    child.stderr?.on('data', (chunk) => {
      seen += chunk
      const [next] = signals
      if (next === undefined || !next.moment.test(seen)) return
      signals.shift()
      child.kill(next.signal)
    })
    const ended = await end
    expect(signals, 'every signal was sent').to.deep.equal([])
    return ended
  }

  async function expectNothing({ stderr }: HelperEnd): Promise<void> {
    await company.rest()
    expect(await company.leftovers(), stderr).to.deep.equal([])
    expect(await company.picture()).to.equal(picture)
  }
})
