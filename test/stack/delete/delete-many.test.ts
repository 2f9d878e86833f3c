import { expect } from 'chai'
import { deleteReplicas } from '../../../src/stack/delete/delete.ts'
import { replicaTags } from '../../../src/stack/replica/tags.ts'
import { createFakeCloud, type FakeBehaviour } from '../../support/fake-cloud.ts'
import { createJournal } from '../../support/journal.ts'
import { limitCalls } from '../../support/limited-cloud.ts'
import { run, templateOf } from '../../support/plans.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const perSecond = 5
const count = 150
const ids = Array.from({ length: count }, (_, number) => `r-${number}`)

function setUp(behaviour: FakeBehaviour = {}) {
  const clock = createVirtualClock()
  const fake = createFakeCloud(clock, behaviour)
  for (const replicaId of ids) {
    const facts = { production: 'data', digest: 'd', depth: 0, stores: {} }
    const tags = replicaTags({ ...run, replicaId }, '2025-01-01T01:00:00.000Z', facts)
    fake.put({ name: `${replicaId}-data`, status: 'CREATE_COMPLETE', tags }, templateOf({ Topic: 'AWS::SNS::Topic' }))
  }
  const { cloud, calls } = limitCalls(fake, clock, perSecond)
  return { fake, cloud, calls, clock, ports: { cloud, clock, emit: createJournal().emit } }
}

describe('the deletion of many replicas', () => {
  it('takes little more time than their DeleteStack calls, and reads no events', async () => {
    const { calls, clock, ports } = setUp()
    const startMs = clock.now().getTime()
    const { deleted, survivors } = await deleteReplicas(ids, ports)
    expect(survivors).to.deep.equal([])
    expect(deleted).to.have.length(count)
    expect(calls.get('DescribeStackEvents')).to.equal(undefined)
    expect((clock.now().getTime() - startMs) / 1000 / (count / perSecond)).to.be.lessThan(2)
  }).timeout(60_000)

  it('reads the tags of each right before its deletion, however long that waited for its turn', async () => {
    const { cloud, clock, ports } = setUp()
    const readMs = new Map<string, number>()
    const gapsMs: number[] = []
    const { describe: read, delete: remove } = cloud.stacks
    Object.assign(cloud.stacks, {
      describe: async (arn: string) => {
        const stack = await read(arn)
        readMs.set(arn, clock.now().getTime())
        return stack
      },
      delete: (arn: string, options: Parameters<typeof remove>[1]) => {
        gapsMs.push(clock.now().getTime() - (readMs.get(arn) ?? 0))
        return remove(arn, options)
      },
    })
    await deleteReplicas(ids, ports)
    expect(gapsMs.length).to.be.at.least(count)
    expect(Math.max(...gapsMs)).to.equal(0)
  }).timeout(60_000)

  it('reads the events of one that stays, and tries it again', async () => {
    const { calls, fake, ports } = setUp({ deleteFailures: { Topic: { reason: 'the topic is in use', times: 1 } } })
    const { deleted, survivors } = await deleteReplicas(ids, ports)
    expect(survivors).to.deep.equal([])
    expect(deleted).to.have.length(count)
    expect(fake.calls).to.have.length(count + 1)
    expect(calls.get('DescribeStackEvents')).to.be.within(2, 20)
  }).timeout(60_000)
})
