import { expect } from 'chai'
import { acceptFindings, type PlacedAcceptance } from '../../../src/rehearsal/judge/accept.ts'
import { placeAcceptances } from '../../../src/rehearsal/judge/accept-places.ts'
import type { Finding } from '../../../src/rehearsal/types.ts'

const effect: Finding = {
  rule: 'OUTPUT_SAME',
  level: 'VALUE',
  severity: 'changed',
  pipeline: 'monthly',
  store: 'app',
  table: 'reports.monthly',
  effect: 'reports.monthly: share 45 → 0',
}
const cause: Finding = { ...effect, rule: 'COLUMN_SAME_NAME', table: 'public.scores', column: 'test_score' }
const entry: PlacedAcceptance = { rule: 'OUTPUT_SAME', table: 'reports.monthly', because: 'new weights', until: '2026-12-31' }
const today = '2026-11-25'

describe('acceptFindings', () => {
  it('marks what an entry covers, and the columns that caused it', () => {
    const findings = acceptFindings([cause, effect], [entry], today)
    expect(findings.map(({ accepted }) => accepted)).to.deep.equal(Array(2).fill({ because: 'new weights', until: '2026-12-31' }))
  })

  it('leaves causes open where one of their effects is', () => {
    const other = { ...effect, table: 'reports.other' }
    expect(acceptFindings([cause, effect, other], [entry], today).filter(({ accepted }) => accepted === undefined)).to.deep.equal([
      cause,
      other,
    ])
  })

  it('accepts on the last day, and from the next says that the entry is out of date', () => {
    expect(acceptFindings([effect], [entry], '2026-12-31')).to.have.lengthOf(1)
    const [open, note] = acceptFindings([effect], [{ ...entry, place: { file: 'replica.yml', line: 7 } }], '2027-01-01')
    expect(open?.accepted).to.equal(undefined)
    expect(note).to.deep.include({ rule: 'ACCEPT_EXPIRED', severity: 'note', place: { file: 'replica.yml', line: 7 } })
    expect(note?.effect).to.equal(
      'the entry for OUTPUT_SAME in accept (“new weights”) accepts nothing since 2026-12-31, so 1 that it covers counts again',
    )
  })

  it('says that an entry is not used, where everything was judged, and what its rule may have meant', () => {
    const unused = { ...entry, rule: 'OUTPUT_SAMY' }
    expect(acceptFindings([], [unused], today, false)).to.deep.equal([])
    const [note] = acceptFindings([], [unused], today)
    expect(note?.rule).to.equal('ACCEPT_UNUSED')
    expect(note?.effect).to.contain('there is no rule OUTPUT_SAMY, did you mean OUTPUT_SAME?')
  })

  it('lets an entry accept nothing that names neither a table nor a pipeline', () => {
    const { table: _, ...wide } = entry
    const findings = acceptFindings([effect], [{ ...wide, store: 'app' }], today)
    expect(findings.map(({ rule, accepted }) => [rule, accepted])).to.deep.equal([
      ['OUTPUT_SAME', undefined],
      ['ACCEPT_TOO_WIDE', undefined],
    ])
  })
})

describe('placeAcceptances', () => {
  it('gives each entry its line', () => {
    const text = 'version: 1\naccept:\n  # two\n  - {rule: OUTPUT_SAME}\n  - rule: ROWCOUNT_SAME\n    because: x\n'
    expect(placeAcceptances([entry, entry], 'replica.yml', text).map(({ place }) => place?.line)).to.deep.equal([4, 5])
    expect(placeAcceptances([entry], 'replica.yml', 'a: [')).to.deep.equal([entry])
  })
})
