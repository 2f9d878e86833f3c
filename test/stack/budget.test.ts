import { expect } from 'chai'
import { fail, isReplicaError } from '../../src/errors.ts'
import { createBudget } from '../../src/stack/budget.ts'
import { createVirtualClock } from '../support/virtual-clock.ts'

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
})
