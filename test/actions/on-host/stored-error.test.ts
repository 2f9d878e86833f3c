import { expect } from 'chai'
import { reviveError, storeError } from '../../../src/actions/on-host/stored-error.ts'
import { fail, failAll } from '../../../src/errors.ts'

const travel = (error: ReturnType<typeof fail>) => reviveError(JSON.parse(JSON.stringify(storeError(error))))

describe('an error that comes from another machine', () => {
  it('is what it was', () => {
    const error = fail('pipeline.no_file', { pipeline: 'one', file: 'x.sql' })
    expect(travel(error)).to.deep.include({ code: error.code, text: error.text, message: error.message, exitCode: 2 })
  })

  it('is several where it was several', () => {
    const one = fail('parcel.damaged', { reason: 'a' })
    const several = travel(failAll([one, fail('parcel.damaged', { reason: 'b' })]))
    expect(several?.problems.map(({ message }) => message)).to.have.length(2)
  })

  it('is none of ours where its code or exit code is none', () => {
    const stored = storeError(fail('parcel.damaged', { reason: 'a' }))
    expect(reviveError({ ...stored, code: 'constructor' })).to.equal(undefined)
    expect(reviveError({ ...stored, text: { ...stored.text, exitCode: 77 } })).to.equal(undefined)
  })
})
