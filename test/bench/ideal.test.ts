import { expect } from 'chai'
import { idealDeletionSeconds, idealSeconds } from '../../bench/fleet/ideal.ts'

describe('the ideal time of a fleet', () => {
  it('is that of the longest replica where the rate limit holds nobody up', () => {
    expect(idealSeconds({ replicas: 1, stackSeconds: [30, 20, 10], perSecond: 5 })).to.equal(60)
  })

  it('is the turn of the last replica and its whole chain where stacks take long', () => {
    expect(idealSeconds({ replicas: 205, stackSeconds: [100, 100, 100], perSecond: 5 })).to.equal(40 + 300)
  })

  it('is the turn of the last stack of all and that stack where calls are scarcer than time', () => {
    expect(idealSeconds({ replicas: 205, stackSeconds: [10, 10, 10], perSecond: 5 })).to.equal((3 * 205 - 5) / 5 + 10)
  })

  it('of a reap is the turn of the last deletion and that deletion', () => {
    expect(idealDeletionSeconds(1_005, 2, 5)).to.equal(202)
    expect(idealDeletionSeconds(3, 2, 5)).to.equal(2)
  })
})
