import { expect } from 'chai'
import { findShard } from '../../src/circleci/shard.ts'

describe('findShard', () => {
  it('takes the share that is asked for, and counts from 1', () => {
    expect(findShard('2/4', {})).to.deep.equal({ number: 2, total: 4 })
  })

  it('takes the containers of a parallel CircleCI job, which counts them from 0', () => {
    expect(findShard(undefined, { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '3' })).to.deep.equal({ number: 1, total: 3 })
    expect(findShard(undefined, { CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '3' })).to.deep.equal({ number: 3, total: 3 })
  })

  it('does everything in a job that is not parallel, and where 1/1 is asked for', () => {
    expect(findShard(undefined, {})).to.equal(undefined)
    expect(findShard(undefined, { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '1' })).to.equal(undefined)
    expect(findShard('1/1', { CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '3' })).to.equal(undefined)
  })

  it('refuses what is no share', () => {
    for (const bad of ['0/4', '5/4', '1', '1/0', '-1/2', '1/2/3', 'a/b', '1 /2', '', '1.5/2'])
      expect(() => findShard(bad, {}), bad).to.throw('is not a share such as 2/4')
    expect(() => findShard(undefined, { CIRCLE_NODE_INDEX: '3', CIRCLE_NODE_TOTAL: '3' })).to.throw('CIRCLE_NODE_INDEX')
  })
})
