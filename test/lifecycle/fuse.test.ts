import { rm } from 'node:fs/promises'
import { expect } from 'chai'
import { startTestCloud, type TestCloud } from '../local-cloud/support.ts'
import { makeProject, runHelper, startHelper } from '../support/run-helper.ts'

const replicaYml = `version: 1
production: {stacks: [shop-queue, shop-topic]}
stores: {}
replica: {require-fuse: true}
`
const production = {
  'shop-queue': { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } },
  'shop-topic': { Resources: { Topic: { Type: 'AWS::SNS::Topic' }, Slow: { Type: 'AWS::SQS::Queue' } } },
}

describe('a replica whose CI is killed', function () {
  this.timeout(90_000)
  let local: TestCloud
  let folder: string

  before(async () => {
    // A queue takes about a second, so that a run can be killed meanwhile.
    local = await startTestCloud({ timeScale: 0.02 })
    folder = await makeProject({ 'replica.yml': replicaYml })
    for (const [name, template] of Object.entries(production)) await local.settle(name, template)
  })
  after(async () => {
    await local.close()
    await rm(folder, { recursive: true, force: true })
  })

  const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' }
  const call = () => ({ folder, environment: { AWS_ENDPOINT_URL: local.endpoint, ...keys } })

  it('is not made where there is no fuse and replica.yml insists on one', async () => {
    const end = await runHelper(['provision-replica', '--id', 'refused'], call())
    expect(end.stderr).to.contain('(bootstrap.fuse_missing)').and.to.contain('prod-replica bootstrap')
    expect(end.exitCode).to.equal(2)
    expect(await stacksOf('refused')).to.deep.equal([])
  })

  it('says who it is first, and is deleted at its expiry by the schedule alone', async () => {
    const made = await runHelper(['bootstrap', '--json'], call())
    expect(made.exitCode, made.stderr).to.equal(0)
    expect(JSON.parse(made.stdout)).to.include({ outcome: 'created', region: 'us-east-1' })
    for (const { id, when } of [
      { id: 'killed-early', when: /creating prod-replica-killed-early/ },
      { id: 'killed-late', when: /is up until/ },
    ]) {
      const { stderr, stdout } = await killAt(['provision-replica', '--id', id, '--ttl', '6s'], when)
      expect(stderr.split('\n')[1]).to.contain('account 111122223333, region us-east-1, as arn:aws:iam::111122223333:user/local')
      expect(stdout + stderr).to.match(when)
    }
    expect(await stacksOf('killed-late')).to.have.length(2)
    while ([...(await stacksOf('killed-early')), ...(await stacksOf('killed-late'))].length > 0) await pause()
    for (const name of [...Object.keys(production), 'prod-replica-bootstrap'])
      expect((await local.rest(name)).StackStatus).to.equal('CREATE_COMPLETE')
  })

  it('has no schedule any more after a teardown', async () => {
    const up = await runHelper(['provision-replica', '--id', 'torn-down'], call())
    expect(up.exitCode, up.stderr).to.equal(0)
    expect(up.stderr).to.match(/prod-replica-torn-down-shop-topic will be deleted from \S+ on/)
    const down = await runHelper(['teardown', '--id', 'torn-down'], call())
    expect(down.stderr).to.contain('torn-down is gone, and the 2 schedules that would have deleted it')
    expect(down.exitCode).to.equal(0)
  })

  async function killAt(words: readonly string[], when: RegExp): Promise<{ stderr: string; stdout: string }> {
    const { child, end } = startHelper(words, call())
    let seen = ''
    const look = (chunk: Buffer) => {
      seen += chunk
      if (when.test(seen)) child.kill('SIGKILL')
    }
    child.stderr?.on('data', look)
    child.stdout?.on('data', look)
    return await end
  }

  async function stacksOf(id: string): Promise<string[]> {
    const { stdout } = await runHelper(['list', '--json'], call())
    const replicas = JSON.parse(stdout) as { id: string; stacks: { name: string }[] }[]
    return replicas.filter((replica) => replica.id === id).flatMap(({ stacks }) => stacks.map(({ name }) => name))
  }
})

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300))
}
