import { expect } from 'chai'
import { fail, ReplicaError } from '../../../src/errors.ts'
import { createReplica } from '../../../src/stack/create/create.ts'
import { findReplica } from '../../../src/stack/replica/find.ts'
import { replicaTags } from '../../../src/stack/replica/tags.ts'
import type { FakeBehaviour } from '../../support/fake-cloud.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createJournal } from '../../support/journal.ts'
import { plannedStack, planOf, run, templateOf } from '../../support/plans.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const ttlMs = 3_600_000
const ours = replicaTags(run, '2026-01-01T04:00:00.000Z', { production: 'data', digest: 'other', depth: 0, stores: {} })

function setUp(behaviour: FakeBehaviour = {}) {
  const clock = createVirtualClock()
  const cloud = createFakeCloud(clock, behaviour)
  const journal = createJournal()
  const interruption = new AbortController()
  const ports = { cloud, clock, emit: journal.emit, signal: interruption.signal }
  return { clock, cloud, journal, interruption, ports }
}

async function failureOf(work: Promise<unknown>): Promise<ReplicaError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).to.be.instanceOf(ReplicaError)
  return error as ReplicaError
}

const data = plannedStack('data', templateOf({ Topic: 'AWS::SNS::Topic', Queue: 'AWS::SQS::Queue' }))

describe('createReplica', () => {
  it('starts each stack the moment those that it needs are complete', async () => {
    const { ports, cloud, journal } = setUp()
    const network = plannedStack('network', templateOf({ Vpc: 'AWS::EC2::VPC' }))
    const hosts = plannedStack('hosts', templateOf({ Host: 'AWS::EC2::Instance' }), ['network', 'data'])
    const mail = plannedStack('mail', templateOf({ Topic: 'AWS::SNS::Topic' }), ['network'])
    const replica = await createReplica(planOf(hosts, mail, network, data), run, { ttlMs }, ports)
    expect(replica.stacks.map(({ production, status }) => [production, status])).to.deep.equal([
      ['hosts', 'CREATE_COMPLETE'],
      ['mail', 'CREATE_COMPLETE'],
      ['network', 'CREATE_COMPLETE'],
      ['data', 'CREATE_COMPLETE'],
    ])
    const started = cloud.calls.map((call) => call.replace('create prod-replica-pr-42-', ''))
    expect(started.slice(0, 2)).to.have.members(['network', 'data'])
    expect(started.slice(2)).to.deep.equal(['mail', 'hosts'])
    expect(journal.codes().filter((code) => code === 'stack.resource_completed')).to.have.length(5)
  })

  it('writes id, owner, expiry and depth on every stack', async () => {
    const { ports, cloud } = setUp()
    const hosts = plannedStack('hosts', templateOf({ Host: 'AWS::EC2::Instance' }), ['data'])
    const replica = await createReplica(planOf(data, hosts), run, { ttlMs }, ports)
    expect(replica).to.include({ id: 'pr-42', region: 'eu-west-1', account: '111122223333', expiresAt: '2026-01-01T01:00:00.000Z' })
    expect(cloud.requests.map(({ tags }) => [tags['prod-replica:id'], tags['prod-replica:depth']])).to.deep.equal([
      ['pr-42', '0'],
      ['pr-42', '1'],
    ])
    expect(cloud.requests[0]?.onFailure).to.equal('DO_NOTHING')
  })

  it('finds the stores of the replica from tags and outputs alone, whatever their names become in the outputs', async () => {
    const { ports, cloud } = setUp()
    const values = { Address: 'db.example', Port: '5432', Secret: 'arn:secret', Engine: 'postgres', Database: 'app', User: 'admin' }
    const outputs = Object.entries(values).map(([field, Value]) => [`ProdReplicaStoreAppDb2${field}`, { Value }])
    const stack = plannedStack('data', templateOf({ Db: 'AWS::RDS::DBInstance' }, Object.fromEntries(outputs)))
    const names = { address: 'ProdReplicaStoreAppDb2Address', port: 'ProdReplicaStoreAppDb2Port', secret: 'ProdReplicaStoreAppDb2Secret' }
    const store = { engine: 'postgres' as const, stack: stack.name, logicalId: 'Db', database: 'app', user: 'admin', outputs: names }
    const replica = await createReplica({ ...planOf(stack), stores: { app_db_2: store } }, run, { ttlMs }, ports)
    expect(replica.stores).to.deep.equal({
      app_db_2: { engine: 'postgres', host: 'db.example', port: 5432, database: 'app', user: 'admin', secretArn: 'arn:secret' },
    })
    expect(await findReplica('pr-42', { cloud })).to.deep.equal(replica)
  })

  it('reports the first real failure at once, with the resource, its own reason and a hint', async () => {
    const reason = 'Resource handler returned message: "topic already exists" (RequestToken: 1f2e, HandlerErrorCode: AlreadyExists)'
    const { ports, clock, journal } = setUp({ createFailures: { Queue: reason } })
    const more = plannedStack('data', templateOf({ Topic: 'AWS::SNS::Topic', Queue: 'AWS::SQS::Queue', Late: 'AWS::SNS::Topic' }))
    const error = await failureOf(createReplica(planOf(more), run, { ttlMs }, ports))
    expect(error.code).to.equal('stack.create_failed')
    expect(error.text.place).to.equal('prod-replica-pr-42-data/Queue (AWS::SQS::Queue)')
    expect(error.text.message).to.equal('CloudFormation could not create it: topic already exists (AlreadyExists)')
    expect(error.text.remedy).to.contain('A name is fixed')
    expect(journal.codes()).to.include('stack.resource_failed')
    expect(clock.now().getTime() - Date.parse('2026-01-01T00:00:20.000Z')).to.be.lessThan(5_000)
  })

  it('stops waiting for the other stacks when one fails, and starts no further one', async () => {
    const { ports, cloud } = setUp({ createFailures: { Bad: 'Property validation failure' } })
    const bad = plannedStack('bad', templateOf({ Bad: 'AWS::SNS::Topic' }))
    const slow = plannedStack('slow', templateOf(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`T${n}`, 'AWS::SNS::Topic']))))
    const after = plannedStack('after', templateOf({ Topic: 'AWS::SNS::Topic' }), ['slow'])
    const error = await failureOf(createReplica(planOf(bad, slow, after), run, { ttlMs }, ports))
    expect(error.text.place).to.contain('bad/Bad')
    expect(cloud.calls).to.deep.equal(['create prod-replica-pr-42-bad', 'create prod-replica-pr-42-slow'])
    expect((await cloud.stacks.describe(slow.name))?.status).to.equal('CREATE_IN_PROGRESS')
  })

  it('gives the reason of a validation that only DescribeEvents knows', async () => {
    const failures = [{ logicalId: 'Queue', reason: 'the name is taken (at /Resources/Queue)' }]
    const { ports } = setUp({ createFailures: { Queue: 'Early validation failed' }, failures })
    const error = await failureOf(createReplica(planOf(data), run, { ttlMs }, ports))
    expect(error.text.message).to.contain('the name is taken (at /Resources/Queue)')
  })

  it('carries on with a stack of the same replica that is being created', async () => {
    const { ports, cloud, journal } = setUp()
    cloud.put({ name: data.name, status: 'CREATE_IN_PROGRESS', tags: ours }, data.template)
    const replica = await createReplica(planOf(data), run, { ttlMs }, ports)
    expect(cloud.calls).to.deep.equal([])
    expect(replica.stacks[0]?.status).to.equal('CREATE_COMPLETE')
    expect(replica.expiresAt).to.equal('2026-01-01T04:00:00.000Z')
    expect(journal.codes()).to.include.members(['replica.adopted', 'replica.plan_differs'])
  })

  it('carries on with its own complete stack and says nothing of another plan', async () => {
    const { ports, cloud, journal } = setUp()
    await createReplica(planOf(data), run, { ttlMs }, ports)
    const again = await createReplica(planOf(data), run, { ttlMs }, ports)
    expect(cloud.calls).to.deep.equal([`create ${data.name}`])
    expect(again.stacks[0]?.resources.map(({ logicalId }) => logicalId)).to.deep.equal(['Topic', 'Queue'])
    expect(journal.codes()).to.include('replica.adopted').and.not.include('replica.plan_differs')
  })

  for (const tags of [{}, { ...ours, 'prod-replica:id': 'pr-7' }]) {
    it(`refuses a stack of that name with ${tags['prod-replica:id' as keyof typeof tags] ?? 'no'} tags, and leaves it alone`, async () => {
      const { ports, cloud } = setUp()
      cloud.put({ name: data.name, status: 'ROLLBACK_COMPLETE', tags })
      const error = await failureOf(createReplica(planOf(data), run, { ttlMs }, ports))
      expect(error.code).to.equal('stack.not_ours')
      expect(cloud.calls).to.deep.equal([])
    })
  }

  for (const status of ['ROLLBACK_COMPLETE', 'CREATE_FAILED', 'REVIEW_IN_PROGRESS', 'ROLLBACK_FAILED', 'DELETE_FAILED']) {
    it(`deletes what an earlier run left in ${status}, and makes it anew with another token`, async () => {
      const { ports, cloud } = setUp()
      const other = setUp()
      await createReplica(planOf(data), run, { ttlMs }, other.ports)
      cloud.put({ name: data.name, status, tags: ours }, data.template)
      const replica = await createReplica(planOf(data), run, { ttlMs }, ports)
      expect(cloud.calls).to.deep.equal([`delete ${data.name}`, `create ${data.name}`])
      expect(cloud.requests[0]?.token).to.not.equal(other.cloud.requests[0]?.token)
      expect(replica.stacks[0]?.status).to.equal('CREATE_COMPLETE')
    })
  }

  it('looks again when its own first answer was lost', async () => {
    const { ports, cloud } = setUp()
    const create = cloud.stacks.create.bind(cloud.stacks)
    let calls = 0
    cloud.stacks.create = async (request) => {
      const made = await create(request)
      if (++calls === 1) throw fail('stack.already_exists', { stack: request.name })
      return made
    }
    const replica = await createReplica(planOf(data), run, { ttlMs }, ports)
    expect(replica.stacks).to.have.length(1)
    expect(cloud.calls).to.deep.equal([`create ${data.name}`])
  })

  it('sends the same token for the same work', async () => {
    const [first, second] = [setUp(), setUp()]
    await createReplica(planOf(data), run, { ttlMs }, first.ports)
    await createReplica(planOf(data), run, { ttlMs: 5 * ttlMs }, second.ports)
    const token = first.cloud.requests[0]?.token ?? ''
    expect(token).to.match(/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/)
    expect(second.cloud.requests[0]?.token).to.equal(token)
  })

  it('needs a staging bucket for a template above 51,200 bytes, and uses it', async () => {
    const large = plannedStack('data', { ...data.template, Description: 'é'.repeat(25_600) })
    const { ports, cloud } = setUp()
    const error = await failureOf(createReplica(planOf(large), run, { ttlMs }, ports))
    expect(error.code).to.equal('stack.template_too_large')
    await createReplica(planOf(large), run, { ttlMs, stagingBucket: 'staging' }, ports)
    expect(cloud.calls[0]).to.match(/^put staging\/prod-replica\/pr-42\//)
    expect(cloud.requests[0]?.templateUrl).to.match(/^https:\/\/s3\.example\/staging\//)
  })

  it('stops waiting with the reason of the interruption', async () => {
    const { ports, cloud, interruption } = setUp()
    const reason = fail('cli.interrupted', { signal: 'SIGINT' })
    const sleep = ports.clock.sleep.bind(ports.clock)
    ports.clock.sleep = async (ms, signal) => {
      if (cloud.polls.count > 3) interruption.abort(reason)
      return sleep(ms, signal)
    }
    expect(await failureOf(createReplica(planOf(data), run, { ttlMs }, ports))).to.equal(reason)
    expect(cloud.polls.count).to.equal(4)
  })

  it('says so when someone else deletes the stack meanwhile', async () => {
    const { ports, cloud } = setUp()
    const sleep = ports.clock.sleep.bind(ports.clock)
    ports.clock.sleep = async (ms, signal) => {
      const stack = await cloud.stacks.describe(data.name)
      if (cloud.polls.count === 3 && stack !== undefined) await cloud.stacks.delete(stack.arn, { token: 't' })
      return sleep(ms, signal)
    }
    expect((await failureOf(createReplica(planOf(data), run, { ttlMs }, ports))).code).to.equal('stack.vanished')
  })

  it('bears throttling and polls without an answer', async () => {
    const { ports, cloud } = setUp()
    cloud.failNext('create', fail('cloud.throttled', { action: 'cloudformation:CreateStack' }), 3)
    cloud.failNext('events', fail('cloud.unreachable', { action: 'x', endpoint: 'y', reason: 'z' }), 4)
    const replica = await createReplica(planOf(data), run, { ttlMs }, ports)
    expect(replica.stacks[0]?.status).to.equal('CREATE_COMPLETE')
  })

  it('lets no minute pass without news, and polls a long creation seldom', async () => {
    const { ports, cloud, journal } = setUp({ secondsEach: 600 })
    await createReplica(planOf(plannedStack('data', templateOf({ Db: 'AWS::RDS::DBInstance' }))), run, { ttlMs }, ports)
    const told = journal.events.flatMap((event) => (event.code === 'stack.progressed' ? [event.data] : []))
    expect(told.length).to.be.greaterThan(60)
    expect(told[5]).to.deep.include({ verb: 'create', done: 0, of: 1 })
    expect(told[5]?.open.map(({ logicalId }) => logicalId)).to.deep.equal(['Db'])
    expect(told[5]?.left.path).to.deep.equal(['Db'])
    expect(cloud.polls.count).to.be.lessThan(200)
  })
})
