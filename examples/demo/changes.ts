import type { VerdictStatus } from '../../src/rehearsal/types.ts'

/** One of the example company's changes, and what its rehearsal has to find. */
export interface Change {
  /** Its folder in examples/new-vision/changes, and its branch. */
  name: string
  subject: string
  verdict: VerdictStatus
  /** Each must be among the findings, with a migration named as its cause. */
  findings: readonly { pipeline: string; column: string; effect?: RegExp }[]
}

export const changes: readonly Change[] = [
  { name: 'adds-column', subject: 'Mark retaken ELA tests', verdict: 'passed', findings: [] },
  {
    name: 'renames-column',
    subject: 'Call the ELA score a score',
    verdict: 'broken',
    findings: [
      { pipeline: 'assess', column: 'test_score' },
      { pipeline: 'monthly-report', column: 'test_score', effect: /\b45\D+0\b/ },
    ],
  },
  {
    name: 'drops-school-id',
    subject: 'Drop the school from the ELA scores',
    verdict: 'changed',
    findings: [{ pipeline: 'assess', column: 'school_id', effect: /(?=.*\b15\b)(?=.*\b12\b)/ }],
  },
  {
    name: 'changes-type',
    subject: 'Keep math scores as text',
    verdict: 'broken',
    findings: [{ pipeline: 'assess', column: 'test_score' }],
  },
]
