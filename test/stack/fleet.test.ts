import { expect } from 'chai'
import { createBudget } from '../../src/stack/budget.ts'
import { createReplica } from '../../src/stack/create.ts'
import { createFakeCloud } from '../support/fake-cloud.ts'
import { createJournal } from '../support/journal.ts'
import { limitCalls } from '../support/limited-cloud.ts'
import { plannedStack, planOf, run, templateOf } from '../support/plans.ts'
import { createVirtualClock } from '../support/virtual-clock.ts'

const perSecond = 5

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
