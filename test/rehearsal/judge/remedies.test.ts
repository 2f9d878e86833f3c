import { expect } from 'chai'
import { parse } from 'yaml'
import { acceptanceBlock } from '../../../src/rehearsal/judge/acceptance-block.ts'
import { withRemedies } from '../../../src/rehearsal/judge/remedies.ts'
import type { Finding, SchemaChange } from '../../../src/rehearsal/types.ts'

const rename: SchemaChange = {
  id: 'app-1',
  kind: 'column_renamed',
  store: 'app',
  table: 'public.scores',
  column: 'test_score',
  before: 'test_score',
  after: 'score',
}
const finding: Finding = {
  rule: 'COLUMN_SAME_NAME',
  level: 'STATEMENT',
  severity: 'broken',
  pipeline: 'monthly',
  store: 'app',
  table: 'public.scores',
  column: 'test_score',
  cause: 'app-1',
  place: { file: 'monthly.R', line: 14 },
  otherPlaces: [{ file: 'monthly.R', line: 20 }],
  effect: 'ends with exit code 1',
}
const today = '2026-11-25'

describe('withRemedies', () => {
  it('says what to write where, and gives the entry that accepts it', () => {
    const [done] = withRemedies([finding], [rename], today)
    expect(done?.remedy).to.match(/^Write score instead of test_score in monthly\.R:14 \(and 1 other place\); or leave the old name/)
    expect(done?.acceptance).to.equal(
      '- {rule: COLUMN_SAME_NAME, store: app, table: public.scores, column: test_score, pipeline: monthly, because: "say why it is intended", until: 2026-12-25}',
    )
  })

  it('gives an entry to an effect, not to the column that caused it: accepting the effect is enough', () => {
    const cause: Finding = { ...finding, severity: 'changed' }
    const effect: Finding = { ...cause, rule: 'OUTPUT_SAME', table: 'reports.monthly' }
    expect(withRemedies([cause, effect], [rename], today).map(({ acceptance }) => acceptance !== undefined)).to.deep.equal([false, true])
  })

  it('leaves what is accepted alone, and gives no entry for what cannot be accepted', () => {
    const accepted = { ...finding, accepted: { because: 'x', until: today } }
    expect(withRemedies([accepted], [rename], today)).to.deep.equal([accepted])
    const migration: Finding = { rule: 'MIGRATION_APPLIES', level: 'STATEMENT', severity: 'broken', store: 'app', effect: 'fails' }
    expect(withRemedies([migration], [], today)[0]).to.not.have.property('acceptance')
  })
})

describe('acceptanceBlock', () => {
  it('is YAML for any name', () => {
    const hostile = { ...finding, pipeline: 'a, until: 2999-01-01}', table: 'public.the "big" table', column: 'no' }
    const [entry] = parse(acceptanceBlock(hostile, today)) as { pipeline: string; table: string; column: string; until: string }[]
    expect(entry).to.include({ pipeline: hostile.pipeline, table: hostile.table, column: 'no', until: '2026-12-25' })
  })
})
