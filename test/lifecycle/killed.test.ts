import type { ChildProcess } from 'node:child_process'
import { expect } from 'chai'
import { startRecordingProxy } from '../support/recording-proxy.ts'
import { runHelper, startHelper } from '../support/run-helper.ts'
import { type SmallCompany, startSmallCompany } from '../support/small-company.ts'

/** Lines of a rehearsal's progress, in their order. */
const moments = [
  /── read/,
  /read shop-app/,
  /read shop-base/,
  /── plan/,
  /plan for/,
  /── provision/,
  /creating \S+-shop-base/,
  /Orders \(\S+\) is up/,
  /Files \(\S+\) is up/,
  /Images \(\S+\) is up/,
  /Key \(\S+\) is up/,
  /Group \(\S+\) is up/,
  /shop-base is up/,
  /creating \S+-shop-app/,
  /Jobs \(\S+\) is up/,
  /Target \(\S+\) is up/,
  /Later \(\S+\) is up/,
  /shop-app is up/,
  /── mask/,
  /── integrate/,
  /check unit/,
  /── teardown/,
  /deleting \S+-shop-app/,
  /shop-app is gone/,
  /deleting \S+-shop-base/,
  /shop-base is gone/,
  /── notify/,
  /mailed the verdict/,
]

/** Calls that change something, each with how many of it have gone before. */
const calls = [
  { action: 'CreateStack', nth: 1 },
  { action: 'CreateStack', nth: 2 },
  { action: 'DeleteStack', nth: 1 },
  { action: 'DeleteStack', nth: 2 },
  { action: 'SendRawEmail', nth: 1 },
]

/** Ways in which what is left is reaped, each with how the rehearsal is started for it. */
const ways = [
  { start: ['--ttl', '1s'], reap: [], when: 'its expiry has passed' },
  { start: [], reap: ['--all', '--mine'], when: 'its owner reaps' },
  { start: [], reap: ['--older-than', '1s'], when: 'somebody reaps what is older than it may be' },
] as const

describe('a rehearsal that is killed', function () {
  this.timeout(60_000)
  let company: SmallCompany
  let picture: string

  before(async () => {
    // A queue takes a second and a half, so that stacks are half done for a while.
    company = await startSmallCompany({ timeScale: 0.02 })
    picture = await company.picture()
  })
  after(() => company?.close())

  const call = (endpoint: string) => ({
    folder: company.checkout,
    environment: { ...company.environment(), AWS_ENDPOINT_URL: endpoint },
  })

  for (const [index, moment] of moments.entries()) {
    const way = ways[index % ways.length] ?? ways[0]
    it(`at «${moment.source}» leaves nothing once ${way.when}`, async () => {
      const { child, end } = startHelper(['rehearse', ...way.start], call(company.cloud.endpoint))
      let seen = ''
      child.stderr?.on('data', (chunk) => {
        seen += chunk
        if (moment.test(seen)) child.kill('SIGKILL')
      })
      expect(moment.test((await end).stderr), 'the moment came').to.equal(true)
      await reap(way.reap)
    })
  }

  for (const { action, nth } of calls) {
    for (const moment of ['before', 'after'] as const) {
      const when = moment === 'before' ? 'right before' : 'without having heard of the end of'
      it(`${when} its ${nth === 1 ? 'first' : 'second'} ${action} leaves nothing once it is reaped`, async () => {
        let child: ChildProcess | undefined
        let count = 0
        const proxy = await startRecordingProxy(company.cloud.endpoint, (name, at) => {
          if (name !== action || at !== moment) return true
          count += 1
          if (count === nth) child?.kill('SIGKILL')
          return count < nth
        })
        const helper = startHelper(['rehearse'], call(proxy.endpoint))
        child = helper.child
        expect((await helper.end).exitCode, 'it was killed').to.equal(null)
        await proxy.close()
        await reap(['--all', '--mine'])
      })
    }
  }

  it('is carried on with by the next one, which leaves nothing either', async () => {
    const { child, end } = startHelper(['rehearse'], call(company.cloud.endpoint))
    child.stderr?.on('data', (chunk) => {
      if (/creating \S+-shop-app/.test(String(chunk))) child.kill('SIGKILL')
    })
    expect((await end).exitCode).to.equal(null)
    const next = await runHelper(['rehearse'], call(company.cloud.endpoint))
    expect(next.stderr).to.contain('carrying on with it')
    expect(next.exitCode, next.stderr).to.equal(0)
    expect(await company.leftovers()).to.deep.equal([])
    expect(await company.picture()).to.equal(picture)
  })

  it('is not reaped by another person', async () => {
    const { child, end } = startHelper(['rehearse'], call(company.cloud.endpoint))
    child.stderr?.on('data', (chunk) => {
      if (/creating \S+-shop-app/.test(String(chunk))) child.kill('SIGKILL')
    })
    await end
    const environment = { ...call(company.cloud.endpoint).environment, USER: 'somebody-else' }
    const others = await runHelper(['reap', '--all', '--mine'], { folder: company.checkout, environment })
    expect(others.stdout).to.contain('there was nothing to reap')
    expect((await company.stacks()).length).to.be.greaterThan(0)
    await reap(['--all', '--mine'])
  })

  async function reap(words: readonly string[]): Promise<void> {
    await company.rest()
    // The shortest life, and the lowest age, that can be given here.
    if (!words.includes('--mine')) await new Promise((resolve) => setTimeout(resolve, 1_000))
    const { exitCode, stderr, stdout } = await runHelper(['reap', ...words], call(company.cloud.endpoint))
    expect(exitCode, `${stdout}${stderr}`).to.equal(0)
    await company.rest()
    expect(await company.leftovers(), `${stdout}${stderr}`).to.deep.equal([])
    expect(await company.picture()).to.equal(picture)
  }
})

describe('a rehearsal with a fuse that is killed', function () {
  this.timeout(60_000)
  let company: SmallCompany

  before(async () => {
    company = await startSmallCompany({ timeScale: 0.02, bootstrap: true })
  })
  after(() => company?.close())

  it('leaves no schedule either, once it is reaped', async () => {
    const call = { folder: company.checkout, environment: company.environment() }
    const { child, end } = startHelper(['rehearse'], call)
    child.stderr?.on('data', (chunk) => {
      if (/creating \S+-shop-app/.test(String(chunk))) child.kill('SIGKILL')
    })
    expect((await end).stderr).to.contain('will be deleted from')
    await company.rest()
    expect(await company.leftovers()).to.satisfy((names: string[]) => names.some((name) => name.startsWith('schedules ')))
    const { exitCode, stderr } = await runHelper(['reap', '--all', '--mine'], call)
    expect(exitCode, stderr).to.equal(0)
    expect(await company.leftovers(), stderr).to.deep.equal([])
  })

  it('leaves no schedule of a stack that was never made, once its expiry has passed', async () => {
    let child: ChildProcess | undefined
    const proxy = await startRecordingProxy(company.cloud.endpoint, (name, at) => {
      if (name !== 'CreateStack' || at !== 'before') return true
      child?.kill('SIGKILL')
      return false
    })
    const call = { folder: company.checkout, environment: { ...company.environment(), AWS_ENDPOINT_URL: proxy.endpoint } }
    const helper = startHelper(['rehearse', '--ttl', '1s'], call)
    child = helper.child
    expect((await helper.end).exitCode, 'it was killed').to.equal(null)
    await proxy.close()
    expect(await company.stacks()).to.deep.equal([])
    expect(await company.leftovers()).to.satisfy((names: string[]) => names.some((name) => name.startsWith('schedules ')))
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const { exitCode, stderr } = await runHelper(['reap'], { folder: company.checkout, environment: company.environment() })
    expect(exitCode, stderr).to.equal(0)
    expect(stderr).to.contain('removed schedules that have nothing left to delete: 1')
    expect(await company.leftovers(), stderr).to.deep.equal([])
  })
})
