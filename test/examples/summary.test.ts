import { expect } from 'chai'
import { changes } from '../../examples/demo/changes.ts'
import type { Rehearsal } from '../../examples/demo/rehearsal.ts'
import { formatSummary, type Summary } from '../../examples/demo/summary.ts'
import { aFinding, aVerdict } from '../support/verdict-builder.ts'

const change = changes[1]
if (change === undefined) throw new Error('the example has lost its changes')

const assess = { file: 'pipelines/assess.mjs', line: 23 }
const monthly = { file: 'pipelines/monthly_report.mjs', line: 39 }
const rehearsal: Rehearsal = {
  change,
  seconds: 9.87,
  reportPath: '/tmp/demo/report.html',
  verdict: aVerdict({
    status: 'broken',
    findings: [
      aFinding({ pipeline: 'assess', severity: 'broken', column: 'test_score', effect: 'ends with exit code 1', place: assess }),
      aFinding({ pipeline: 'monthly-report', severity: 'changed', column: 'test_score', effect: 'ela 45 → 0', place: monthly }),
      aFinding({ pipeline: 'monthly-report', severity: 'changed', rule: 'OUTPUT_SAME', effect: 'ela 45 → 0', place: monthly }),
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

  it('has one row for each effect, with its place, and names change, verdict and seconds once', () => {
    expect(lines.slice(0, 5).map((line) => line.trim().split(/ {2,}/))).to.deep.equal([
      ['change', 'verdict', 'findings', 'seconds'],
      ['──────', '───────', '────────', '───────'],
      ['renames-column', 'broken', 'assess broken: ends with exit code 1 (test_score, pipelines/assess.mjs:23)', '9.9'],
      ['monthly-report changed: ela 45 → 0 (test_score, pipelines/monthly_report.mjs:39)'],
      [''],
    ])
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
