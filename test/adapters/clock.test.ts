import { expect } from 'chai'
import { createClock } from '../../src/adapters/clock.ts'
import { createEntropy } from '../../src/adapters/entropy.ts'

describe('createClock', () => {
  it('ends a sleep at once, with the reason of the signal', async () => {
    const controller = new AbortController()
    const reason = new Error('stop')
    const sleep = createClock().sleep(3_600_000, controller.signal)
    controller.abort(reason)
    expect(await sleep.catch((thrown: unknown) => thrown)).to.equal(reason)
    expect(
      await createClock()
        .sleep(3_600_000, controller.signal)
        .catch((thrown: unknown) => thrown),
    ).to.equal(reason)
  })

  it('goes forward while it sleeps', async () => {
    const clock = createClock()
    const before = clock.now().getTime()
    await clock.sleep(5)
    expect(clock.now().getTime()).to.be.greaterThan(before)
  })
})

describe('createEntropy', () => {
  it('gives two hexadecimal digits a byte, never the same ones twice', () => {
    const { hex } = createEntropy()
    expect(hex(16)).to.match(/^[0-9a-f]{32}$/)
    expect(hex(16)).to.not.equal(hex(16))
  })
})
