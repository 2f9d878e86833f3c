import type { Finding } from '../../src/rehearsal/types.ts'
import { formatTable } from '../../src/report/table.ts'
import type { Fingerprint } from './fingerprint.ts'
import type { Inventory } from './inventory.ts'
import type { Rehearsal } from './rehearsal.ts'

export interface Summary {
  rehearsals: readonly Rehearsal[]
  before: Fingerprint
  after: Fingerprint
  left: Inventory
  mails: readonly string[]
}

/** The closing page: what each change came to, that production is as it was, what is left, and where to read on. */
export function formatSummary(summary: Summary, columns: number): string {
  const { before, after } = summary
  return [
    formatTable(summary.rehearsals.map(rehearsalRow), {
      columns,
      header: ['change', 'verdict', 'findings', 'seconds'],
      align: ['left', 'left', 'left', 'right'],
    }),
    '',
    `production before  ${formatFingerprint(before)}`,
    `production after   ${formatFingerprint(after)}   ${before.hash === after.hash ? 'unchanged' : 'CHANGED'}`,
    '',
    'left in the cloud',
    formatTable(
      Object.entries(summary.left).map(([kind, names]) => [kind, names.length === 0 ? 'none' : names.join(', ')]),
      { columns, indent: 2 },
    ),
    '',
    'reports',
    ...summary.rehearsals.map((rehearsal) => `  ${rehearsal.reportPath}`),
    'mails',
    ...summary.mails.map((path) => `  ${path}`),
  ].join('\n')
}

function rehearsalRow({ change, verdict, seconds }: Rehearsal): string[] {
  return [change.name, verdict.status, verdict.findings.map(formatFinding).join('; ') || 'none', seconds.toFixed(1)]
}

function formatFinding(finding: Finding): string {
  const place = finding.place === undefined ? '' : ` at ${finding.place.file}:${finding.place.line}`
  const column = finding.column === undefined ? (finding.table ?? '') : finding.column
  return `${finding.pipeline ?? finding.check ?? finding.store ?? ''} ${finding.severity} (${finding.rule} ${column}${place})`
}

function formatFingerprint({ hash, tables, rows }: Fingerprint): string {
  return `${hash}  (${rows} rows in ${tables} tables, 3 stacks)`
}
