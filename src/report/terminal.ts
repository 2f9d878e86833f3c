import { phaseRows } from './model/phases.ts'
import { formatTable, wrapText } from './table.ts'
import type { ChangeSummary, FindingSummary, OutputSummary, Summary } from './types.ts'
import { formatRowCounts, formatSeconds, formatStatus, markOf } from './words.ts'

export interface TerminalOptions {
  /** Whether the terminal understands colours. Every status is in words too. */
  colour: boolean
  columns: number
}

/** How a face paints one piece of text. */
export type Paint = (text: string) => string
/** What a face writes with: colours (or none), and how wide a line may be. */
export interface Pen {
  columns: number
  strong: Paint
  faint: Paint
  /** In the colour of a status or severity. */
  as(status: string): Paint
}

const colourOf: Readonly<Record<string, number>> = { passed: 32, broken: 31, failed: 31, changed: 33, inconclusive: 35, cancelled: 35 }

/** The report as lines for a terminal or a CI log; it ends with one line break. */
export function formatTerminal(summary: Summary, options: TerminalOptions): string {
  const pen = makePen(options)
  const sections = [
    formatHead(summary, pen),
    titled(pen, 'The change', summary.changes.map((change) => formatChange(change, pen)).join('\n\n')),
    titled(pen, 'Different output', summary.outputs.map((output) => formatOutput(output, pen)).join('\n\n')),
    titled(pen, 'First failing lines', formatFailures(summary, pen)),
    titled(pen, 'Pipelines and checks', formatSteps(summary, pen)),
    titled(pen, 'Not tested', formatNotTested(summary, pen)),
    titled(pen, 'Timeline (◆ is the critical path)', formatPhases(summary, pen)),
    titled(pen, 'Time and cost', summary.spent.map((line) => wrapLines(line, pen, 2)).join('\n')),
    titled(pen, 'Replica', formatReplica(summary, pen)),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** The pen for a terminal. */
export function makePen({ colour, columns }: TerminalOptions): Pen {
  const paint =
    (code: number): Paint =>
    (text) =>
      colour && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text
  return { columns: Math.max(40, columns), strong: paint(1), faint: paint(2), as: (status) => paint(colourOf[status] ?? 2) }
}

function formatHead(summary: Summary, pen: Pen): string {
  const { run } = summary
  const head = wrapLines(`${markOf(summary.status)} ${summary.sentence}`, pen, 0).split('\n')
  const revision = [run.candidate, run.branch === undefined ? undefined : `on ${run.branch}`, run.base && `against ${run.base}`]
  const facts = [revision.filter((fact) => fact !== undefined).join(' '), `replica ${run.replicaId}`, formatSeconds(run.seconds)]
  const lines = wrapLines(facts.filter((fact) => fact !== '').join(' · '), pen, 2)
  const remedy = summary.remedy === undefined ? [] : [wrapLines(summary.remedy, pen, 2)]
  return [...head.map((line) => pen.strong(pen.as(summary.status)(line))), ...remedy, pen.faint(lines)].join('\n')
}

function formatChange(change: ChangeSummary, pen: Pen): string {
  const { migration } = change
  const lines = [
    wrapLines(change.title, pen, 2),
    migration === undefined ? '' : formatPlace(`${migration.place.file}:${migration.place.line}`, migration.statement, pen, 4),
    change.failure === undefined ? '' : pen.as('broken')(wrapLines(`${markOf('broken')} ${change.failure}`, pen, 4)),
    ...change.findings.map((finding) => formatFinding(finding, pen)),
    change.findings.length === 0 && change.failure === undefined ? pen.faint('    no effect was found') : '',
  ]
  return lines.filter((line) => line !== '').join('\n')
}

function formatFinding(finding: FindingSummary, pen: Pen): string {
  const { place, remedy, accepted } = finding
  const about = [finding.subject, finding.target].filter((text) => text !== undefined).join(': ')
  const head = `${markOf(finding.severity)} ${formatStatus(finding.severity)} ${about} [${finding.rule}]`
  const lines = [
    pen.as(finding.severity)(wrapLines(head, pen, 4)),
    wrapLines(finding.effect, pen, 6),
    place === undefined ? '' : formatPlace(`${place.file}:${place.line}`, place.text ?? finding.statement ?? '', pen, 6),
    remedy === undefined ? '' : wrapLines(`→ ${remedy}`, pen, 6),
    accepted === undefined ? '' : pen.faint(wrapLines(`accepted until ${accepted.until}: ${accepted.because}`, pen, 6)),
  ]
  return lines.filter((line) => line !== '').join('\n')
}

/** `file:line` whole in one line, so that a terminal makes it a link, and the source line below. */
function formatPlace(place: string, source: string, pen: Pen, indent: number): string {
  const lines = [' '.repeat(indent) + place, source === '' ? '' : pen.faint(wrapLines(source, pen, indent + 2))]
  return lines.filter((line) => line !== '').join('\n')
}

function formatOutput(output: OutputSummary, pen: Pen): string {
  const columns = output.columns.map((column) => [
    column.column,
    formatPair(column.nullsBefore, column.nullsAfter),
    `${formatPair(column.before, column.after)} ${column.figure === 'mean' ? '(mean)' : '(distinct)'}`,
  ])
  const examples = output.examples.rows.flatMap((row, index) => [
    ...(row.before === undefined ? [] : [[`${index + 1} before`, ...row.before]]),
    ...(row.after === undefined
      ? []
      : [[`${index + 1} after`, ...row.after.map((cell, at) => (row.differs.includes(at) ? pen.strong(cell) : cell))]]),
  ])
  return [
    wrapLines(`${output.table}, written by ${output.pipeline}: ${formatRowCounts(output.rows)}`, pen, 2),
    columns.length === 0 ? '' : formatTable(columns, { columns: pen.columns, indent: 4, header: ['column', 'nulls', 'figure'] }),
    examples.length === 0 ? '' : formatTable(examples, { columns: pen.columns, indent: 4, header: ['row', ...output.examples.cells] }),
  ]
    .filter((text) => text !== '')
    .join('\n')
}

function formatPair(before: string, after: string): string {
  return before === after ? before : `${before} → ${after}`
}

function formatFailures(summary: Summary, pen: Pen): string {
  const blocks = summary.failures.map(({ subject, ended, lines }) => {
    const shown = lines.map((line) => pen.faint(`    ${line}`))
    return [wrapLines(`${subject}: ${ended}`, pen, 2), ...(shown.length === 0 ? ['    it wrote nothing'] : shown)].join('\n')
  })
  return blocks.join('\n\n')
}

function formatSteps(summary: Summary, pen: Pen): string {
  const steps = [
    ...summary.checks.map((step) => ({ kind: 'check', ...step })),
    ...summary.pipelines.map((step) => ({ kind: 'pipeline', ...step })),
  ]
  const rows = steps.map(({ kind, name, status, seconds, note }) => [
    pen.as(status)(`${markOf(status)} ${formatStatus(status)}`),
    `${kind} ${name}`,
    seconds === undefined ? '' : formatSeconds(seconds),
    note ?? '',
  ])
  return rows.length === 0 ? '' : formatTable(rows, { columns: pen.columns, indent: 2, align: ['left', 'left', 'right'] })
}

function formatNotTested(summary: Summary, pen: Pen): string {
  return summary.notTested.map(({ what, why }) => wrapLines(`${what}: ${why}`, pen, 2)).join('\n')
}

function formatPhases(summary: Summary, pen: Pen): string {
  const rows = phaseRows(summary)
  return rows.length === 0 ? '' : formatTable(rows, { columns: pen.columns, indent: 2, align: ['left', 'right'] })
}

function formatReplica(summary: Summary, pen: Pen): string {
  const { cleanup, masked } = summary
  const lines = [
    cleanup.sentence,
    ...cleanup.survivors.map((survivor) => `- ${survivor}`),
    masked.length === 0 ? '' : `Masked before use: ${masked.join(', ')}.`,
    `Full report: ${summary.reportPath}`,
  ]
  return lines
    .filter((line) => line !== '')
    .map((line) => wrapLines(line, pen, 2))
    .join('\n')
}

/** A section with its title; nothing where the body is empty. */
export function titled(pen: Pen, title: string, body: string): string {
  return body === '' ? '' : `${pen.strong(title)}\n${body}`
}

/** A text broken into lines that fit, each indented. */
export function wrapLines(text: string, pen: Pen, indent: number): string {
  return wrapText(text, pen.columns - indent)
    .map((line) => ' '.repeat(indent) + line)
    .join('\n')
}
