import { expect } from 'chai'
import { changes } from '../../examples/demo/changes.ts'
import type { Rehearsal } from '../../examples/demo/rehearsal.ts'
import { formatSummary, type Summary } from '../../examples/demo/summary.ts'
import { aVerdict } from '../support/verdict-builder.ts'

const change = changes[1]
if (change === undefined) throw new Error('the example has lost its changes')

const rehearsal: Rehearsal = {
  change,
  seconds: 9.87,
  reportPath: '/tmp/demo/report.html',
  verdict: aVerdict({
    status: 'broken',
    findings: [
      {
        rule: 'COLUMN_SAME_NAME',
        level: 'STATEMENT',
        severity: 'broken',
        pipeline: 'assess',
        column: 'test_score',
        place: { file: 'pipelines/assess.mjs', line: 23 },
        effect: 'it stops',
      },
    ],
  }),
}
const fingerprint = { tables: 3, rows: 300, hash: 'aaaa' }
const summary: Summary = {
  rehearsals: [rehearsal],
  before: fingerprint,
  after: fingerprint,
  left: { stacks: ['newvision-data'], schedules: [] },
  mails: ['/tmp/demo/1.eml'],
}

describe('the demo’s closing page', () => {
  const lines = formatSummary(summary, 120).split('\n')

  it('has one row for each change, with its verdict, findings and seconds', () => {
    expect(lines[0]).to.match(/^change +verdict +findings +seconds$/)
    expect(lines[2]).to.match(/^renames-column +broken +assess broken \(COLUMN_SAME_NAME test_score at pipelines\/assess\.mjs:23\) +9\.9$/)
  })

  it('holds production’s fingerprints against one another', () => {
    expect(lines.find((line) => line.startsWith('production after'))).to.match(/unchanged$/)
    const other = formatSummary({ ...summary, after: { ...fingerprint, hash: 'bbbb' } }, 120)
    expect(other).to.match(/production after .*CHANGED\n/)
  })

  it('says what is left, and where mails and reports are', () => {
    expect(lines).to.include('  stacks     newvision-data')
    expect(lines).to.include('  schedules  none')
    expect(lines).to.include('  /tmp/demo/report.html')
    expect(lines).to.include('  /tmp/demo/1.eml')
  })
})
