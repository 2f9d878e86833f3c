import { expect } from 'chai'
import { type HelperEnd, runHelper } from '../support/run-helper.ts'
import { type SmallCompany, startSmallCompany } from '../support/small-company.ts'

const hour = 3_600_000

describe('a replica that is to live longer', function () {
  this.timeout(60_000)
  let company: SmallCompany

  before(async () => {
    company = await startSmallCompany({ timeScale: 0, bootstrap: true })
    const up = await run(['provision-replica', '--id', 'longer', '--ttl', '1h'])
    expect(up.exitCode, up.stderr).to.equal(0)
  })
  after(async () => {
    await run(['teardown', '--id', 'longer'])
    const left = await company.leftovers()
    await company.close()
    expect(left).to.deep.equal([])
  })

  const run = (words: readonly string[]): Promise<HelperEnd> =>
    runHelper(words, { folder: company.checkout, environment: company.environment() })

  it('has its new expiry on every stack and in every schedule, and in the list', async () => {
    const end = await run(['extend', '--id', 'longer', '--ttl', '5h', '--json'])
    expect(end.exitCode, end.stderr).to.equal(0)
    const { expiresAt } = JSON.parse(end.stdout) as { expiresAt: string }
    expect(Date.parse(expiresAt)).to.be.closeTo(Date.now() + 5 * hour, hour / 4)
    for (const { Tags } of await company.stacks()) expect(Tags).to.deep.include({ Key: 'prod-replica:expires-at', Value: expiresAt })
    expect(end.stderr.split('\n').filter((line) => line.includes(`will be deleted from ${expiresAt} on`))).to.have.length(2)
    const [listed] = JSON.parse((await run(['list', '--json'])).stdout)
    expect(listed).to.include({ id: 'longer', expiresAt, state: 'up', isExpired: false })
    expect((await run(['reap'])).stdout).to.contain('there was nothing to reap')
  })

  it('is refused a life above the longest, by extend and from the start', async () => {
    const words = ['--ttl', '25h', '--id', 'longer']
    for (const command of ['extend', 'provision-replica']) {
      const end = await run([command, ...words])
      expect(end.stderr).to.contain('--ttl 25h is longer than replica.max-ttl in replica.yml allows: 24h')
      expect(end.exitCode).to.equal(2)
    }
  })

  it('is reaped in a dry run first, which leaves it as it is', async () => {
    const dry = await run(['reap', '--all', '--mine', '--dry-run'])
    expect(dry.stdout).to.contain('would delete longer')
    expect(dry.exitCode).to.equal(0)
    expect(await company.stacks()).to.have.length(2)
  })

  it('is not known by another name', async () => {
    const end = await run(['extend', '--id', 'never-made'])
    expect(end.stderr).to.contain('(cli.no_replica)')
  })
})
