import { expect } from 'chai'
import { createRetries } from '../../src/adapters/retries.ts'

type Fault = Parameters<ReturnType<typeof createRetries>['refreshRetryTokenForRetry']>[1]

/** The pauses before each further attempt at a call that goes on failing like this. */
async function pausesOf(fault: Fault, settings = { attempts: 4, throttledAttempts: 7 }): Promise<number[]> {
  const retries = createRetries(settings)
  const pauses: number[] = []
  let attempt = await retries.acquireInitialRetryToken()
  for (;;) {
    const next = await retries.refreshRetryTokenForRetry(attempt, fault).catch(() => undefined)
    if (next === undefined) return pauses
    pauses.push(next.getRetryDelay())
    attempt = next
  }
}

describe('retries of a client', () => {
  it('are made of faults of the connection and of throttling, each as often as asked', async () => {
    expect(await pausesOf({ errorType: 'TRANSIENT' })).to.have.length(3)
    expect(await pausesOf({ errorType: 'THROTTLING' })).to.have.length(6)
  })

  it('leave throttling to who paces the calls', async () => {
    expect(await pausesOf({ errorType: 'THROTTLING' }, { attempts: 4, throttledAttempts: 1 })).to.deep.equal([])
    expect(await pausesOf({ errorType: 'TRANSIENT' }, { attempts: 4, throttledAttempts: 1 })).to.have.length(3)
  })

  it('are not made of what is wrong with the request, nor of a quota that is used up', async () => {
    expect(await pausesOf({ errorType: 'CLIENT_ERROR' })).to.deep.equal([])
    const error = Object.assign(new Error('too many stacks'), { name: 'LimitExceededException' })
    expect(await pausesOf({ errorType: 'THROTTLING', error })).to.deep.equal([])
  })

  it('wait longer from time to time, within bounds, and longer after throttling', async () => {
    const many = { attempts: 12, throttledAttempts: 12 }
    const [cut, throttled] = [await pausesOf({ errorType: 'TRANSIENT' }, many), await pausesOf({ errorType: 'THROTTLING' }, many)]
    for (const pauses of [cut, throttled]) {
      expect(Math.max(...pauses)).to.be.at.most(10_000)
      expect(pauses[4]).to.be.greaterThan(pauses[1] ?? Number.NaN)
    }
    expect(throttled[0]).to.be.greaterThan(cut[0] ?? Number.NaN)
  })

  it('heed what the answer asks for, within bounds', async () => {
    const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000)
    const [first] = await pausesOf({ errorType: 'THROTTLING', retryAfterHint: inSeconds(4) })
    expect(first).to.be.within(3_000, 4_000)
    const [capped] = await pausesOf({ errorType: 'TRANSIENT', retryAfterHint: inSeconds(3_600) })
    expect(capped).to.equal(10_000)
  })
})
