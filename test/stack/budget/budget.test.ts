import { expect } from 'chai'
import { fail, isReplicaError } from '../../../src/errors.ts'
import { createBudget } from '../../../src/stack/budget/budget.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { limitCalls } from '../../support/limited-cloud.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const throttled = () => fail('cloud.throttled', { action: 'cloudformation:DescribeStacks' })

describe('createBudget', () => {
  it('lets a burst pass at once and spreads the rest over time', async () => {
    const clock = createVirtualClock()
    const budget = createBudget(clock)
    const startMs = clock.now().getTime()
    const times = await Promise.all(Array.from({ length: 80 }, () => budget.call(async () => clock.now().getTime() - startMs)))
    expect(times.filter((time) => time === 0)).to.have.length(40)
    expect(Math.max(...times)).to.equal(2_000)
  })

  it('makes a throttled call again, later and later', async () => {
    const clock = createVirtualClock()
    const at: number[] = []
    const result = await createBudget(clock).call(async () => {
      at.push(clock.now().getTime())
      if (at.length < 5) throw throttled()
      return 'done'
    })
    expect(result).to.equal('done')
    const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0))
    expect(gaps).to.deep.equal([...gaps].sort((a, b) => a - b))
    expect(gaps[0]).to.be.greaterThan(0)
  })

  it('gives up in the end, and passes other errors on at once', async () => {
    const budget = createBudget(createVirtualClock())
    let calls = 0
    const work = async (): Promise<never> => {
      calls++
      throw throttled()
    }
    const error = await budget.call(work).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'cloud.throttled')).to.equal(true)
    expect(calls).to.equal(15)
    const other = new Error('other')
    expect(await budget.call(() => Promise.reject(other)).catch((thrown: unknown) => thrown)).to.equal(other)
  })

  it('does not make a call that was interrupted while it waited for its turn', async () => {
    const budget = createBudget(createVirtualClock())
    const reason = new Error('stop')
    const made = await budget.call(async () => 1, AbortSignal.abort(reason)).catch((thrown: unknown) => thrown)
    expect(made).to.equal(reason)
  })

  it('gives each action a rate of its own, and counts its calls', async () => {
    const clock = createVirtualClock()
    const budget = createBudget(clock)
    const startMs = clock.now().getTime()
    const makeAll = (action: string) => Promise.all(Array.from({ length: 30 }, () => budget.call(async () => {}, undefined, action)))
    await Promise.all([makeAll('DescribeStacks'), makeAll('CreateStack')])
    expect(clock.now().getTime() - startMs).to.be.within(4_500, 5_100)
    expect(budget.counts()).to.deep.equal({ DescribeStacks: { made: 30, throttled: 0 }, CreateStack: { made: 30, throttled: 0 } })
  })

  it('finds the rate that AWS bears, whatever it is, and loses little by it', async () => {
    for (const [perSecond, calls, most] of [
      [2, 300, 1.1],
      [5, 600, 1.03],
      [10, 1_000, 1.1],
    ] as const) {
      const clock = createVirtualClock()
      const { cloud } = limitCalls(createFakeCloud(clock), clock, perSecond)
      const budget = createBudget(clock)
      const startMs = clock.now().getTime()
      await Promise.all(Array.from({ length: calls }, () => budget.call(() => cloud.stacks.describe('x'), undefined, 'DescribeStacks')))
      expect((clock.now().getTime() - startMs) / 1000 / (calls / perSecond)).to.be.lessThan(most)
      expect(budget.counts().DescribeStacks?.throttled).to.be.lessThan(calls / 10)
    }
  })

  it('slows down once for calls that were throttled together', async () => {
    const clock = createVirtualClock()
    const budget = createBudget(clock)
    let refused = 5
    const work = async () => {
      await clock.sleep(50)
      if (refused-- > 0) throw throttled()
    }
    const startMs = clock.now().getTime()
    await Promise.all(Array.from({ length: 5 }, () => budget.call(work, undefined, 'X')))
    expect(clock.now().getTime() - startMs).to.be.lessThan(5_000)
  })

  it('spreads what was throttled together by the jitter that it is handed', async () => {
    const first = async (jitter: () => number) => {
      const clock = createVirtualClock()
      const at: number[] = []
      const work = async () => {
        at.push(clock.now().getTime())
        if (at.length === 1) throw throttled()
      }
      await createBudget(clock, jitter).call(work)
      return (at[1] ?? 0) - (at[0] ?? 0)
    }
    expect(await first(() => 1)).to.be.greaterThan(await first(() => 0))
  })
})
