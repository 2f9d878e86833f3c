import { cleanLine } from './clean.ts'
import type { ChangeSummary, FindingSummary, StepSummary, Summary } from './types.ts'
import { formatStatus } from './words.ts'

interface TestCase {
  name: string
  className: string
  seconds: number
  /** The file that CircleCI's Tests tab shows beside the test. */
  file?: string
  outcome: { kind: 'passed' } | { kind: 'failure' | 'error' | 'skipped'; message: string; details: string }
}

/** JUnit XML for the tests tab: suites `checks`, `pipelines` and `schema`; a failure carries file:line in its message. */
export function formatJunit(summary: Summary): string {
  const pipelines = summary.pipelines.map((step) => caseOfStep('pipeline', step, summary))
  const suites = [
    formatSuite(
      'checks',
      summary,
      summary.checks.map((step) => caseOfStep('check', step, summary)),
    ),
    formatSuite('pipelines', summary, summary.status === 'cancelled' ? [caseOfNothing(summary)] : pipelines),
    formatSuite('schema', summary, summary.changes.map(caseOfChange)),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="prod-replica">\n${suites.join('\n')}\n</testsuites>\n`
}

function formatSuite(name: string, summary: Summary, cases: readonly TestCase[]): string {
  const total = (kind: string) => cases.filter((one) => one.outcome.kind === kind).length
  const attributes = formatAttributes({
    name,
    tests: String(cases.length),
    failures: String(total('failure')),
    errors: String(total('error')),
    skipped: String(total('skipped')),
    time: formatTime(cases.reduce((sum, one) => sum + one.seconds, 0)),
    timestamp: summary.run.startedAt.replace(/(\.\d+)?Z$/, ''),
  })
  return [`  <testsuite${attributes}>`, ...cases.map(formatCase), '  </testsuite>'].join('\n')
}

function formatCase({ name, className, seconds, file, outcome }: TestCase): string {
  const attributes = formatAttributes({ name, classname: className, time: formatTime(seconds), ...(file === undefined ? {} : { file }) })
  if (outcome.kind === 'passed') return `    <testcase${attributes}/>`
  const message = formatAttributes({ message: cleanLine(outcome.message, 1000) })
  const inside =
    outcome.details === '' ? `<${outcome.kind}${message}/>` : `<${outcome.kind}${message}>${escapeXml(outcome.details)}</${outcome.kind}>`
  return `    <testcase${attributes}>\n      ${inside}\n    </testcase>`
}

function caseOfStep(kind: 'check' | 'pipeline', step: StepSummary, summary: Summary): TestCase {
  const subject = `${kind} ${step.name}`
  const findings = summary.changes.flatMap((change) => change.findings)
  const blamed = findings.filter((finding) => finding.subject === subject && isFailure(finding))
  const failure = summary.failures.find((one) => one.subject === subject || one.subject.startsWith(`${subject}, `))
  const file = blamed.find((finding) => finding.place !== undefined)?.place?.file
  return {
    name: step.name,
    className: `prod-replica.${kind}s`,
    seconds: step.seconds ?? 0,
    ...(file === undefined ? {} : { file }),
    outcome: outcomeOf(step, [...blamed.map(formatFailure), ...(failure === undefined ? [] : [failure.ended])], failure?.lines ?? []),
  }
}

function outcomeOf({ status, note }: StepSummary, reasons: readonly string[], lines: readonly string[]): TestCase['outcome'] {
  if (status === 'skipped' || status === 'not_run') return { kind: 'skipped', message: note ?? formatStatus(status), details: '' }
  if (status === 'inconclusive') return { kind: 'error', message: note ?? 'inconclusive', details: lines.join('\n') }
  if (reasons.length === 0 && status !== 'broken' && status !== 'failed') return { kind: 'passed' }
  return { kind: 'failure', message: reasons[0] ?? note ?? formatStatus(status), details: [...reasons, ...lines].join('\n') }
}

/** One case for each thing that the change did: it fails where a pipeline or check pays for it. */
function caseOfChange(change: ChangeSummary): TestCase {
  const blamed = change.findings.filter(isFailure)
  const failures = [...(change.failure === undefined ? [] : [change.failure]), ...blamed.map(formatFailure)]
  const file = change.migration?.place.file
  return {
    name: change.title,
    className: 'prod-replica.schema',
    seconds: 0,
    ...(file === undefined ? {} : { file }),
    outcome:
      failures[0] === undefined
        ? { kind: 'passed' }
        : { kind: 'failure', message: `${formatMigration(change)}${failures[0]}`, details: failures.join('\n') },
  }
}

function caseOfNothing(summary: Summary): TestCase {
  const outcome: TestCase['outcome'] = { kind: 'error', message: summary.sentence, details: summary.cleanup.sentence }
  return { name: 'rehearsal', className: 'prod-replica.pipelines', seconds: 0, outcome }
}

function formatFailure({ place, subject, target, effect, rule }: FindingSummary): string {
  const where = place === undefined ? '' : `${place.file}:${place.line}: `
  return `${where}${subject}${target === undefined ? '' : `, ${target}`}: ${effect} (${rule})`
}

function formatMigration({ migration }: ChangeSummary): string {
  return migration === undefined ? '' : `${migration.place.file}:${migration.place.line}: `
}

function isFailure(finding: FindingSummary): boolean {
  return finding.severity !== 'note' && finding.accepted === undefined
}

function formatAttributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('')
}

function formatTime(seconds: number): string {
  return seconds.toFixed(3)
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
