import { expect } from 'chai'
import { createBudget } from '../../../src/stack/budget/budget.ts'
import { createReplica } from '../../../src/stack/create/create.ts'
import { fleetOf } from '../../../src/stack/watch/fleet.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createJournal } from '../../support/journal.ts'
import { limitCalls } from '../../support/limited-cloud.ts'
import { plannedStack, planOf, run, templateOf } from '../../support/plans.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const perSecond = 5

describe('looks at stacks', () => {
  function open() {
    const clock = createVirtualClock()
    const cloud = createFakeCloud(clock)
    const { cloud: limited, calls } = limitCalls(cloud, clock, 1_000)
    const ports = { cloud: limited, clock, budget: createBudget(clock) }
    return { cloud, calls, clock, ports, fleet: fleetOf(ports) }
  }

  it('are a call each for a few, and one listing for many at once, by name or ARN', async () => {
    const { cloud, calls, fleet } = open()
    const arns = Array.from({ length: 150 }, (_, number) => cloud.put({ name: `s-${number}`, status: 'CREATE_COMPLETE' }))
    expect((await fleet.look('s-3'))?.arn).to.equal(arns[3])
    expect(calls.get('DescribeStacks')).to.equal(1)
    const looks = [...arns.map((arn) => fleet.look(arn)), fleet.look('s-7'), fleet.look('no-such-stack')]
    const seen = await Promise.all(looks)
    expect(seen.map((stack) => stack?.arn)).to.deep.equal([...arns, arns[7], undefined])
    expect(calls.get('DescribeStacks')).to.equal(3) // two pages
  })

  it('see what is so after they were asked for, not what an older listing saw', async () => {
    const { cloud, clock, fleet } = open()
    for (let number = 0; number < 10; number++) cloud.put({ name: `s-${number}`, status: 'CREATE_COMPLETE' })
    const first = Promise.all(Array.from({ length: 10 }, (_, number) => fleet.look(`s-${number}`)))
    await clock.sleep(61) // the listing has been answered by now
    cloud.put({ name: 'late', status: 'CREATE_COMPLETE' })
    expect((await fleet.look('late'))?.name).to.equal('late')
    await first
  })

  it('fail alone, and those after them go on', async () => {
    const { cloud, fleet } = open()
    cloud.put({ name: 'a', status: 'CREATE_COMPLETE' })
    cloud.failNext('describe', new Error('denied'))
    expect(await fleet.look('a').catch((error: unknown) => String(error))).to.contain('denied')
    expect((await fleet.look('a'))?.name).to.equal('a')
    cloud.failNext('listPage', new Error('denied'))
    const many = await Promise.allSettled(Array.from({ length: 9 }, () => fleet.look('a')))
    expect(many.every(({ status }) => status === 'rejected')).to.equal(true)
    expect((await fleet.look('a'))?.name).to.equal('a')
  })

  it('know for a moment after a listing of all what was not there', async () => {
    const { cloud, clock, calls, fleet } = open()
    cloud.put({ name: 'a', status: 'CREATE_COMPLETE' })
    expect(fleet.lacks('b')).to.equal(false)
    expect((await fleet.all()).map(({ name }) => name)).to.deep.equal(['a'])
    expect([fleet.lacks('a'), fleet.lacks('b')]).to.deep.equal([false, true])
    await clock.sleep(3_000)
    expect(fleet.lacks('b')).to.equal(false)
    expect(calls.get('DescribeStacks')).to.equal(1)
  })

  it('end when they are interrupted', async () => {
    const { fleet } = open()
    const stop = new AbortController()
    const look = fleet.look('a', stop.signal).catch((error: unknown) => error)
    const reason = new Error('stop')
    stop.abort(reason)
    expect(await look).to.equal(reason)
  })

  it('are shared by all who share a budget', () => {
    const { ports, fleet } = open()
    expect(fleetOf({ ...ports })).to.equal(fleet)
    expect(fleetOf({ ...ports, budget: createBudget(ports.clock) })).to.not.equal(fleet)
  })
})

describe('a fleet', () => {
  it('makes 200 replicas of three stacks at 5 calls a second of each operation in hardly more than the shortest time', async function () {
    this.timeout(60_000)
    const clock = createVirtualClock()
    const startMs = clock.now().getTime()
    const { cloud, calls } = limitCalls(createFakeCloud(clock, { secondsEach: 15 }), clock, perSecond)
    const ports = { cloud, clock, emit: createJournal().emit, signal: new AbortController().signal, budget: createBudget(clock) }
    const replicas = Array.from({ length: 200 }, (_, number) => makeReplica(`pr-${number}`, ports))
    const made = await Promise.all(replicas)
    const seconds = (clock.now().getTime() - startMs) / 1000
    // The last of 200 first stacks cannot be started sooner; its replica is a chain of three, of 4 resources each.
    const ideal = 199 / perSecond + 3 * 4 * 15
    const total = [...calls.values()].reduce((sum, count) => sum + count, 0)
    console.log(`      ${seconds} s (ideal ${ideal} s), ${(total / 200).toFixed(1)} calls a replica`, Object.fromEntries(calls))
    expect(made.every(({ stacks }) => stacks.length === 3 && stacks.every(({ status }) => status === 'CREATE_COMPLETE'))).to.equal(true)
    expect(seconds / ideal).to.be.lessThan(1.1)
  })
})

function makeReplica(replicaId: string, ports: Parameters<typeof createReplica>[3]) {
  const template = templateOf({ A: 'AWS::SNS::Topic', B: 'AWS::SNS::Topic', C: 'AWS::SQS::Queue', D: 'AWS::SNS::Topic' })
  const network = plannedStack('network', template)
  const rename = (name: string) => `prod-replica-${replicaId}-${name}`
  const stacks = [
    { ...network, name: rename('network') },
    { ...network, name: rename('data'), needs: [rename('network')] },
    { ...network, name: rename('hosts'), needs: [rename('data')] },
  ]
  return createReplica(planOf(...stacks), { ...run, replicaId }, { ttlMs: 3_600_000 }, ports)
}
