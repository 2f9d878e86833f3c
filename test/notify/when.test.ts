import { expect } from 'chai'
import { whenToSend } from '../../src/notify/when.ts'

describe('when a mail is due', () => {
  it('is always, with always', () => {
    expect(whenToSend('always', 'passed', 'passed')).to.equal(true)
  })

  it('is at every end that is not passed, with failure', () => {
    const due = (['passed', 'changed', 'broken', 'inconclusive', 'cancelled'] as const).map((status) => whenToSend('failure', status))
    expect(due).to.deep.equal([false, true, true, true, true])
  })

  it('is at the first failure and the first success after it, with change', () => {
    expect(whenToSend('change', 'broken', 'passed')).to.equal(true)
    expect(whenToSend('change', 'broken', 'inconclusive')).to.equal(false)
    expect(whenToSend('change', 'passed', 'broken')).to.equal(true)
    expect(whenToSend('change', 'passed', 'passed')).to.equal(false)
    expect(whenToSend('change', 'passed')).to.equal(false)
    expect(whenToSend('change', 'broken')).to.equal(true)
  })
})
