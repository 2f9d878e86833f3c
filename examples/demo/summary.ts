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
    formatTable(summary.rehearsals.flatMap(rehearsalRows), {
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
    'mails, each with its .html beside it',
    ...summary.mails.map((path) => `  ${path}`),
  ].join('\n')
}

/** One row for each thing that was found, the first with the change's name before it. */
function rehearsalRows({ change, verdict, seconds }: Rehearsal): string[][] {
  const [first = 'none', ...others] = mainFindings(verdict.findings).map(formatFinding)
  return [[change.name, verdict.status, first, seconds.toFixed(1)], ...others.map((finding) => ['', '', finding])]
}

/** One effect may break several rules; the one that names a column comes first, and stands for the others here. */
function mainFindings(findings: readonly Finding[]): Finding[] {
  return findings.filter(
    (finding, index) => findings.findIndex((other) => other.pipeline === finding.pipeline && other.effect === finding.effect) === index,
  )
}

function formatFinding(finding: Finding): string {
  const place = finding.place === undefined ? undefined : `${finding.place.file}:${finding.place.line}`
  const details = [finding.column, place].filter((detail) => detail !== undefined).join(', ')
  const subject = finding.pipeline ?? finding.check ?? finding.store ?? 'the change'
  return `${subject} ${finding.severity}: ${finding.effect}${details === '' ? '' : ` (${details})`}`
}

function formatFingerprint({ hash, tables, rows }: Fingerprint): string {
  return `${hash}  (${rows} rows in ${tables} tables, 3 stacks)`
}
