import { expect } from 'chai'
import { changes } from '../../examples/demo/changes.ts'
import { compareWithExpectation } from '../../examples/demo/expectation.ts'
import type { Finding, Verdict } from '../../src/rehearsal/types.ts'

const dropsSchoolId = changes.find((change) => change.name === 'drops-school-id')
if (dropsSchoolId === undefined) throw new Error('the example has lost its change')

const finding: Finding = {
  rule: 'ROWCOUNT_SAME',
  level: 'VALUE',
  severity: 'changed',
  pipeline: 'assess',
  column: 'school_id',
  cause: 'warehouse-1',
  effect: 'reports.assessment has 12 rows where it had 15',
}
const verdict: Verdict = {
  version: 1,
  status: 'changed',
  replicaId: 'demo',
  revisions: {},
  startedAt: '2026-11-23T12:00:00Z',
  finishedAt: '2026-11-23T12:00:09Z',
  migrations: [],
  schema: [
    {
      id: 'warehouse-1',
      kind: 'column_dropped',
      store: 'warehouse',
      table: 'public.sample_student_ela_scores',
      column: 'school_id',
      migration: { place: { file: 'db/migrations/warehouse/0002_drop_ela_school.sql', line: 2 }, statement: 'ALTER TABLE …' },
    },
  ],
  checks: [],
  pipelines: [],
  findings: [finding],
  notTested: [],
  masked: [],
}

describe('the demo’s expectations', () => {
  it('are met by a verdict that names pipeline, column, migration and effect', () => {
    expect(compareWithExpectation(dropsSchoolId, verdict)).to.deep.equal([])
  })

  it('are not met by another verdict', () => {
    expect(compareWithExpectation(dropsSchoolId, { ...verdict, status: 'passed' })).to.deep.equal([
      'drops-school-id: the verdict is passed, and not changed',
    ])
  })

  for (const [what, without] of [
    ['pipeline', { ...verdict, findings: [{ ...finding, pipeline: 'monthly-report' }] }],
    ['column', { ...verdict, findings: [{ ...finding, column: 'subject' }] }],
    ['migration', { ...verdict, schema: [] }],
    ['effect', { ...verdict, findings: [{ ...finding, effect: 'something differs' }] }],
  ] as const) {
    it(`are not met where the ${what} is not named`, () => {
      expect(compareWithExpectation(dropsSchoolId, without)).to.have.lengthOf(1)
    })
  }
})
