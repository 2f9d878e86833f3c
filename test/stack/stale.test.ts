import { expect } from 'chai'
import { fail, isReplicaError } from '../../src/errors.ts'
import type { StackDescription } from '../../src/ports/stacks.ts'
import { createReplica } from '../../src/stack/create/create.ts'
import { replicaTags } from '../../src/stack/replica/tags.ts'
import { createFakeCloud } from '../support/fake-cloud.ts'
import { createJournal } from '../support/journal.ts'
import { plannedStack, planOf, run, templateOf } from '../support/plans.ts'
import { createVirtualClock } from '../support/virtual-clock.ts'

const options = { ttlMs: 3_600_000 }
const data = plannedStack('data', templateOf({ Topic: 'AWS::SNS::Topic' }, { Topic: { Value: 'topic' } }))
const ours = replicaTags(run, '2026-01-01T04:00:00.000Z', { production: 'data', digest: 'other', depth: 0, stores: {} })

function setUp() {
  const clock = createVirtualClock()
  const cloud = createFakeCloud(clock)
  const ports = { cloud, clock, emit: createJournal().emit, signal: new AbortController().signal }
  return { cloud, ports }
}

type Described = StackDescription | undefined

/** Lets the next answers of DescribeStacks be those, once `isTime` holds of the true one. */
function answerStale(
  cloud: ReturnType<typeof setUp>['cloud'],
  answers: ((truth: Described) => Described)[],
  isTime: (truth: Described) => boolean,
) {
  const { describe } = cloud.stacks
  cloud.stacks.describe = async (name) => {
    const truth = await describe(name)
    const answer = isTime(truth) ? answers.shift() : undefined
    return answer === undefined ? truth : answer(truth)
  }
}

const isUp = (truth: Described): boolean => truth?.status === 'CREATE_COMPLETE'
const gone = (): Described => undefined
const old = (truth: Described): Described => (truth === undefined ? truth : { ...truth, status: 'CREATE_IN_PROGRESS', outputs: {} })

describe('createReplica, where answers are stale', () => {
  it('does without outputs of a stack that is complete only as long as it has to', async () => {
    const { ports, cloud } = setUp()
    answerStale(cloud, [gone, old, old], isUp)
    const replica = await createReplica(planOf(data), run, options, ports)
    expect(replica.stacks[0]?.outputs).to.deep.equal({ Topic: 'topic' })
    expect(cloud.calls).to.deep.equal([`create ${data.name}`])
  })

  it('believes a fourth answer that the stack is gone', async () => {
    const { ports, cloud } = setUp()
    answerStale(cloud, [gone, gone, gone, gone], isUp)
    const error = await createReplica(planOf(data), run, options, ports).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'stack.vanished')).to.equal(true)
  })

  it('adopts a stack that is there although nobody describes it yet', async () => {
    const { ports, cloud } = setUp()
    cloud.put({ name: data.name, status: 'CREATE_IN_PROGRESS', tags: ours }, data.template)
    answerStale(cloud, [gone, gone, gone, gone], () => true)
    const create = cloud.stacks.create.bind(cloud.stacks)
    let calls = 0
    cloud.stacks.create = (request) => {
      calls++
      return create(request)
    }
    const replica = await createReplica(planOf(data), run, options, ports)
    expect(replica.stacks[0]?.status).to.equal('CREATE_COMPLETE')
    expect(calls).to.equal(1)
    expect(cloud.calls).to.deep.equal([])
  })

  it('takes no stack that is being made for a change set alone, only because it looks like one at first', async () => {
    const { ports, cloud } = setUp()
    cloud.put({ name: data.name, status: 'CREATE_IN_PROGRESS', tags: ours }, data.template)
    const review = (truth: Described): Described => (truth === undefined ? truth : { ...truth, status: 'REVIEW_IN_PROGRESS' })
    answerStale(cloud, [review, review, review], () => true)
    await createReplica(planOf(data), run, options, ports)
    expect(cloud.calls).to.deep.equal([])
  })

  it('asks with another token where the first one is taken by what is gone', async () => {
    const { ports, cloud } = setUp()
    cloud.failNext('create', fail('stack.already_exists', { stack: data.name }))
    const other = setUp()
    await createReplica(planOf(data), run, options, other.ports)
    await createReplica(planOf(data), run, options, ports)
    expect(cloud.requests[0]?.token).to.not.equal(other.cloud.requests[0]?.token)
  })

  it('does not take a stack that it has just deleted for one that is there', async () => {
    const { ports, cloud } = setUp()
    const arn = cloud.put({ name: data.name, status: 'ROLLBACK_COMPLETE', tags: ours }, data.template)
    const before = await cloud.stacks.describe(arn)
    const create = cloud.stacks.create.bind(cloud.stacks)
    let calls = 0
    cloud.stacks.create = async (request) => {
      if (++calls === 1) throw fail('stack.already_exists', { stack: request.name })
      return create(request)
    }
    const { describe } = cloud.stacks
    let stale = 2
    cloud.stacks.describe = async (name) => (calls === 1 && stale-- > 0 ? before : describe(name))
    await createReplica(planOf(data), run, options, ports)
    expect(cloud.calls).to.deep.equal([`delete ${data.name}`, `create ${data.name}`])
  })

  for (const lost of [
    fail('cloud.unreachable', { action: 'cloudformation:CreateStack', endpoint: 'x', reason: 'the connection was cut' }),
    fail('cloud.call_failed', { action: 'cloudformation:CreateStack', code: 'InternalFailure', reason: 'unknown' }),
  ]) {
    it(`carries on with the stack whose creation was answered by ${lost.code}`, async () => {
      const { ports, cloud } = setUp()
      const create = cloud.stacks.create.bind(cloud.stacks)
      cloud.stacks.create = async (request) => {
        await create(request)
        throw lost
      }
      const replica = await createReplica(planOf(data), run, options, ports)
      expect(replica.stacks).to.have.length(1)
      expect(cloud.calls).to.deep.equal([`create ${data.name}`])
    })

    it(`asks again with the same token after ${lost.code}, and gives up in the end`, async () => {
      const { ports, cloud } = setUp()
      const other = setUp()
      await createReplica(planOf(data), run, options, other.ports)
      cloud.failNext('create', lost)
      await createReplica(planOf(data), run, options, ports)
      expect(cloud.requests.map(({ token }) => token)).to.deep.equal(other.cloud.requests.map(({ token }) => token))
      const third = setUp()
      third.cloud.failNext('create', lost, 100)
      expect(await createReplica(planOf(data), run, options, third.ports).catch((thrown: unknown) => thrown)).to.equal(lost)
    })
  }

  it('does not ask again where a call is refused', async () => {
    const { ports, cloud } = setUp()
    const refused = fail('cloud.denied', { action: 'cloudformation:CreateStack', reason: 'no' })
    cloud.failNext('create', refused)
    expect(await createReplica(planOf(data), run, options, ports).catch((thrown: unknown) => thrown)).to.equal(refused)
  })

  it('does without express mode where the endpoint does not know it', async () => {
    const { ports, cloud } = setUp()
    const reason = 'Parameter DeploymentConfig is not supported in this region'
    cloud.failNext('create', fail('cloud.call_failed', { action: 'cloudformation:CreateStack', code: 'ValidationError', reason }))
    await createReplica(planOf(data), run, options, ports)
    expect(cloud.requests.map(({ mode }) => mode)).to.deep.equal(['STANDARD'])
  })
})
