import { expect } from 'chai'
import { readPage } from '../../src/adapters/patience.ts'
import { fail, isReplicaError } from '../../src/errors.ts'

const throttled = () => fail('cloud.throttled', { action: 'cloudformation:DescribeStacks' })

function failing(error: Error, times: number) {
  let calls = 0
  const read = async () => {
    if (++calls <= times) throw error
    return 'page'
  }
  return { read, calls: () => calls }
}

describe('a page of a listing', () => {
  it('is asked for again where it is not the first one and is throttled', async () => {
    const { read, calls } = failing(throttled(), 2)
    expect(await readPage('token', read)).to.equal('page')
    expect(calls()).to.equal(3)
  })

  it('that is the first one tells its caller of throttling at once', async () => {
    const { read, calls } = failing(throttled(), 1)
    const error = await readPage(undefined, read).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'cloud.throttled')).to.equal(true)
    expect(calls()).to.equal(1)
  })

  it('fails of anything else at once', async () => {
    const { read, calls } = failing(new Error('other'), 1)
    expect(String(await readPage('token', read).catch((thrown: unknown) => thrown))).to.contain('other')
    expect(calls()).to.equal(1)
  })
})
