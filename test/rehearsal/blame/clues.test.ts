import { expect } from 'chai'
import { explains } from '../../../src/rehearsal/blame/clues.ts'
import type { SchemaChange } from '../../../src/rehearsal/types.ts'

const base = { store: 'app', table: 'public.scores' }
const changes: readonly SchemaChange[] = [
  { ...base, id: 'renamed', kind: 'column_renamed', column: 'test_score', before: 'test_score', after: 'score' },
  { ...base, id: 'dropped', kind: 'column_dropped', column: 'school_id', before: 'text' },
  { ...base, id: 'retyped', kind: 'column_retyped', column: 'points', before: 'integer', after: 'text' },
  { ...base, id: 'narrowed', kind: 'column_retyped', column: 'subject', before: 'text', after: 'character varying(3)' },
  { ...base, id: 'required', kind: 'column_nullability', column: 'term', before: 'nullable', after: 'not null' },
  { ...base, id: 'added', kind: 'column_added', column: 'language', after: 'text' },
  { ...base, id: 'table', kind: 'table_renamed', table: 'public.old_scores', before: 'public.old_scores', after: 'public.scores_v2' },
]

describe('an error of the server', () => {
  for (const [sqlState, message, cause] of [
    ['42703', 'column "test_score" does not exist', 'renamed'],
    ['42703', 'column s.school_id does not exist', 'dropped'],
    ['42703', 'column "school_id" of relation "scores" does not exist', 'dropped'],
    ['42P01', 'relation "old_scores" does not exist', 'table'],
    ['42P01', 'relation "public.old_scores" does not exist', 'table'],
    ['42804', 'column "points" is of type text but expression is of type integer', 'retyped'],
    ['22001', 'value too long for type character varying(3)', 'narrowed'],
    ['23502', 'null value in column "term" of relation "scores" violates not-null constraint', 'required'],
    ['42702', 'column reference "language" is ambiguous', 'added'],
  ] as const) {
    it(`${sqlState} “${message}” leads to the change that explains it`, () => {
      const error = { sqlState, message }
      const scored = changes.map((change) => ({ id: change.id, score: explains(change, error, change.table === base.table) }))
      const best = Math.max(...scored.map(({ score }) => score))
      expect(scored.filter(({ score }) => score === best).map(({ id }) => id)).to.deep.equal([cause])
    })
  }

  it('leads to no change that it has nothing to do with', () => {
    const deadlock = { sqlState: '40P01', message: 'deadlock detected' }
    const missing = { sqlState: '42703', message: 'column "unheard_of" does not exist' }
    for (const error of [deadlock, missing]) expect(changes.filter((change) => explains(change, error, false) > 0)).to.deep.equal([])
  })
})
