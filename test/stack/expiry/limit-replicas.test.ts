import { expect } from 'chai'
import { createWithinLimit } from '../../../src/stack/expiry/limit-replicas.ts'
import { replicaTags } from '../../../src/stack/replica/tags.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createJournal } from '../../support/journal.ts'
import { plannedStack, planOf, run, templateOf } from '../../support/plans.ts'
import { refusalOf } from '../../support/refusal.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

function setUp() {
  const clock = createVirtualClock()
  const cloud = createFakeCloud(clock)
  const journal = createJournal()
  return { clock, cloud, journal, ports: { cloud, clock, emit: journal.emit, signal: new AbortController().signal } }
}

const owner = 'acme/app by ada'

function order(replicaId: string) {
  const planned = plannedStack('data', templateOf({ A: 'AWS::SNS::Topic', B: 'AWS::SQS::Queue', C: 'AWS::SQS::Queue' }))
  return { plan: planOf({ ...planned, name: `prod-replica-${replicaId}-data` }), run: { ...run, replicaId, owner } }
}

function put(cloud: ReturnType<typeof setUp>['cloud'], id: string, by = owner, status = 'CREATE_COMPLETE') {
  const facts = { production: 'data', digest: 'd', depth: 0, stores: {} }
  return cloud.put({
    name: `${id}-data`,
    status,
    tags: replicaTags({ ...run, replicaId: id, owner: by }, '2026-01-01T04:00:00.000Z', facts),
  })
}

const refusing = { ttlMs: 3_600_000, atMost: 2, waitMs: 0 }

describe('createWithinLimit', () => {
  it('makes a replica while there is a place, whatever other projects have', async () => {
    const { cloud, ports } = setUp()
    put(cloud, 'one')
    for (const id of ['x', 'y', 'z']) put(cloud, id, 'acme/other by bob')
    const { plan, run: mine } = order('pr-2')
    expect((await createWithinLimit(plan, mine, refusing, ports)).id).to.equal('pr-2')
  })

  it('refuses where the project has as many as it may, names them, and creates nothing', async () => {
    const { cloud, ports } = setUp()
    put(cloud, 'one')
    put(cloud, 'two', 'acme/app by bob')
    const { plan, run: mine } = order('pr-3')
    const error = await refusalOf(createWithinLimit(plan, mine, refusing, ports))
    expect(error.code).to.equal('replica.too_many')
    expect(error.exitCode).to.equal(3)
    expect(error.message).to.contain('one (acme/app by ada').and.contain('two (acme/app by bob')
    expect(cloud.calls).to.deep.equal([])
  })

  it('does not count a replica that is being deleted', async () => {
    const { cloud, ports } = setUp()
    put(cloud, 'one')
    put(cloud, 'two', owner, 'DELETE_IN_PROGRESS')
    const { plan, run: mine } = order('pr-3')
    expect((await createWithinLimit(plan, mine, refusing, ports)).id).to.equal('pr-3')
  })

  it('carries on with its own replica although the project is full', async () => {
    const { cloud, clock, ports } = setUp()
    const { plan, run: mine } = order('pr-1')
    await createWithinLimit(plan, mine, refusing, ports)
    await clock.sleep(1_000)
    put(cloud, 'one')
    put(cloud, 'two')
    expect((await createWithinLimit(plan, mine, refusing, ports)).id).to.equal('pr-1')
  })

  it('waits for a place, and says so', async () => {
    const { cloud, clock, journal, ports } = setUp()
    put(cloud, 'one')
    const leaving = put(cloud, 'two')
    const { plan, run: mine } = order('pr-3')
    const made = createWithinLimit(plan, mine, { ...refusing, waitMs: 1_800_000 }, ports)
    await clock.sleep(60_000)
    await cloud.stacks.delete(leaving, { token: 't' })
    expect((await made).id).to.equal('pr-3')
    expect(journal.codes()).to.include('replica.place_awaited')
  })

  it('gives up at the end of the wait', async () => {
    const { cloud, clock, ports } = setUp()
    put(cloud, 'one')
    put(cloud, 'two')
    const { plan, run: mine } = order('pr-3')
    const error = await refusalOf(createWithinLimit(plan, mine, { ...refusing, waitMs: 120_000 }, ports))
    expect(error.code).to.equal('replica.too_many')
    expect(clock.now().toISOString()).to.equal('2026-01-01T00:02:00.000Z')
  })

  it('lets the older of two runs pass that start at once, and the younger one take its stacks back', async () => {
    const { cloud, ports } = setUp()
    put(cloud, 'one')
    const orders = [order('pr-a'), order('pr-b'), order('pr-c')]
    const ends = await Promise.allSettled(orders.map(({ plan, run: mine }) => createWithinLimit(plan, mine, refusing, ports)))
    expect(ends.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected'])
    expect(cloud.calls.filter((call) => call.startsWith('create'))).to.have.length(3)
    expect((await cloud.stacks.list()).map(({ name }) => name)).to.deep.equal(['one-data', 'prod-replica-pr-a-data'])
  })
})
