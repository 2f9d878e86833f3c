import { expect } from 'chai'
import { chooseLimits } from '../../src/rehearsal/limits.ts'

describe('chooseLimits', () => {
  it('runs four commands and two parts at a time, unless another number is asked for', () => {
    expect(chooseLimits()).to.include({ commands: 4, parts: 2, clones: 2 })
    expect(chooseLimits(8)).to.include({ commands: 8, parts: 4 })
    expect(chooseLimits(1)).to.include({ commands: 1, parts: 1 })
  })

  it('leaves room on the servers for the other shards', () => {
    expect(chooseLimits(undefined, 3)).to.include({ commands: 4, parts: 1, clones: 1 })
    expect(chooseLimits(8, 3)).to.include({ commands: 8, parts: 2, clones: 1 })
  })
})
