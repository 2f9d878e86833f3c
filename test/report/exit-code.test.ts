import { expect } from 'chai'
import { exitCodeOf } from '../../src/report/exit-code.ts'
import { aFinding, aVerdict } from '../support/verdict-builder.ts'

const accepted = { because: 'new weighting', until: '2026-12-31' }

describe('the exit code of a verdict', () => {
  it('is 0 for passed, 1 for broken and 3 for inconclusive', () => {
    const codes = (['passed', 'broken', 'inconclusive'] as const).map((status) => exitCodeOf(aVerdict({ status })))
    expect(codes).to.deep.equal([0, 1, 3])
  })

  it('is 1 for changed until every effect is accepted', () => {
    const note = aFinding({ severity: 'note' })
    const findings = [aFinding({ severity: 'changed', accepted }), aFinding({ severity: 'changed' })]
    expect(exitCodeOf(aVerdict({ status: 'changed', findings }))).to.equal(1)
    expect(exitCodeOf(aVerdict({ status: 'changed', findings: [aFinding({ severity: 'changed', accepted }), note] }))).to.equal(0)
    expect(exitCodeOf(aVerdict({ status: 'changed', findings: [] }))).to.equal(1)
  })

  it('stays 1 for broken, whatever is accepted', () => {
    expect(exitCodeOf(aVerdict({ status: 'broken', findings: [aFinding({ accepted })] }), true)).to.equal(1)
  })
})
