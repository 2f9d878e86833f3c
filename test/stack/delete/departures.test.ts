import { expect } from 'chai'
import { createBudget } from '../../../src/stack/budget/budget.ts'
import { createDepartures } from '../../../src/stack/delete/departures.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createJournal } from '../../support/journal.ts'
import { limitCalls } from '../../support/limited-cloud.ts'
import { templateOf } from '../../support/plans.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

function open(behaviour: Parameters<typeof createFakeCloud>[1] = {}) {
  const clock = createVirtualClock()
  const cloud = createFakeCloud(clock, behaviour)
  const { cloud: limited, calls } = limitCalls(cloud, clock, 1_000)
  const ports = { cloud: limited, clock, emit: createJournal().emit, budget: createBudget(clock) }
  const put = (name: string) => cloud.put({ name, status: 'CREATE_COMPLETE' }, templateOf({ Topic: 'AWS::SNS::Topic' }))
  const leave = (arn: string) => cloud.stacks.delete(arn, { token: 't' })
  return { cloud, clock, calls, put, leave, departures: createDepartures(ports) }
}

describe('departures', () => {
  it('are all seen by a few listings, and by no other call', async () => {
    const { calls, put, leave, departures } = open()
    const arns = Array.from({ length: 150 }, (_, number) => put(`s-${number}`))
    await Promise.all(arns.map(leave))
    expect(new Set(await Promise.all(arns.map(departures.untilSettled)))).to.deep.equal(new Set(['gone']))
    expect([...calls.keys()]).to.deep.equal(['DescribeStacks'])
    expect(calls.get('DescribeStacks')).to.be.lessThan(20)
  })

  it('tell of a stack that stays', async () => {
    const { put, leave, departures } = open({ deleteFailures: { Topic: { reason: 'in use', times: 1 } } })
    const [stuck, other] = [put('stuck'), put('other')]
    await leave(stuck)
    await leave(other)
    expect(await Promise.all([stuck, other].map(departures.untilSettled))).to.deep.equal(['stays', 'gone'])
  })

  it('take a deletion that does not show at all for one that was called off, but not at once', async () => {
    const { clock, put, departures } = open()
    const startMs = clock.now().getTime()
    expect(await departures.untilSettled(put('left'))).to.equal('stays')
    expect(clock.now().getTime() - startMs).to.be.within(15_000, 25_000)
  })

  it('do not believe at once a listing that lacks a stack', async () => {
    const { cloud, clock, departures } = open()
    const startMs = clock.now().getTime()
    expect(await departures.untilSettled('arn:gone')).to.equal('gone')
    expect(clock.now().getTime() - startMs).to.be.at.least(5_000)
    expect(cloud.calls).to.deep.equal([])
  })

  it('fail with the listing, and the next ones are followed anew', async () => {
    const { cloud, put, leave, departures } = open()
    const arn = put('s')
    await leave(arn)
    cloud.failNext('listPage', new Error('denied'))
    expect(String(await departures.untilSettled(arn).catch((error: unknown) => error))).to.contain('denied')
    expect(await departures.untilSettled(arn)).to.equal('gone')
  })
})
