import { abridge, lengths } from './mail-abridge.ts'
import { phaseRows } from './model/phases.ts'
import type { ChangeSummary, OutputSummary, Summary } from './types.ts'
import { formatRowCounts, formatSeconds, formatStatus, markOf } from './words.ts'

/** GitHub takes comments of up to 65,536 characters. */
const characterLimit = 65_000

/**
 * The report as GitHub-flavoured Markdown, for a comment on a pull request. Every value is shown as text. A comment that would
 * be longer than GitHub takes says what was cut and where the rest is.
 */
export function formatMarkdown(summary: Summary): string {
  const whole = formatWhole(summary)
  if (whole.length <= characterLimit) return whole
  for (const length of lengths) {
    const { summary: shown, cut } = abridge(summary, length, 'comment')
    const text = `${formatWhole(shown)}\n${cut.map((line) => `_${escapeText(line)}_\n`).join('')}`
    if (text.length <= characterLimit) return text
  }
  return `${[formatTitle(summary), escapeText(summary.sentence), 'Too much was found for a comment.', formatReplica({ ...summary, masked: [] })].join('\n\n')}\n`
}

function formatWhole(summary: Summary): string {
  const sections = [
    formatTitle(summary),
    escapeText(summary.sentence),
    escapeText(summary.remedy ?? ''),
    formatFacts(summary),
    formatChanges(summary),
    titled('Different output', summary.outputs.map(formatOutput).join('\n\n')),
    titled('First failing lines', formatFailures(summary)),
    titled('Pipelines and checks', formatSteps(summary)),
    titled('Not tested', summary.notTested.map(({ what, why }) => `- ${escapeText(what)}: ${escapeText(why)}`).join('\n')),
    titled('Timeline', formatPhases(summary)),
    titled('Time and cost', summary.spent.map((line) => `- ${escapeText(line)}`).join('\n')),
    titled('Replica', formatReplica(summary)),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function formatTitle({ status }: Summary): string {
  return `## ${markOf(status)} prod-replica: ${formatStatus(status)}`
}

function formatFacts({ run }: Summary): string {
  const revision = [
    run.candidate === undefined ? '' : formatCode(run.candidate),
    run.branch === undefined ? '' : `on ${formatCode(run.branch)}`,
    run.base === undefined ? '' : `against ${formatCode(run.base)}`,
  ]
  const number = run.number ?? 'this run'
  const link =
    run.url !== undefined && /^https:\/\/[^\s<>()[\]]+$/.test(run.url)
      ? `[${escapeText(number)}](${run.url})`
      : escapeText(run.number ?? '')
  const facts = [revision.filter((part) => part !== '').join(' '), link, `replica ${formatCode(run.replicaId)}`, formatSeconds(run.seconds)]
  return facts.filter((fact) => fact !== '').join(' · ')
}

function formatChanges({ changes }: Summary): string {
  if (changes.length === 0) return ''
  return titled('The change', changes.map(formatChange).join('\n\n'))
}

function formatChange(change: ChangeSummary): string {
  const { migration } = change
  const where = migration === undefined ? '' : ` (${formatCode(`${migration.place.file}:${migration.place.line}`)})`
  const rows = change.findings.map(({ severity, subject, target, place, effect, rule, remedy, accepted }) => [
    `${markOf(severity)} ${formatStatus(severity)}`,
    `${escapeText(subject)}${target === undefined ? '' : `<br>${formatCode(target)}`}`,
    place === undefined
      ? ''
      : `${formatCode(`${place.file}:${place.line}`)}${place.text === undefined ? '' : `<br>${formatCode(place.text)}`}`,
    `${escapeText(effect)} (${escapeText(rule)})${remedy === undefined ? '' : `<br>→ ${escapeText(remedy)}`}${accepted === undefined ? '' : `<br>accepted until ${escapeText(accepted.until)}: ${escapeText(accepted.because)}`}`,
  ])
  const effects = change.failure === undefined ? '- no effect was found' : `- ${markOf('broken')} ${escapeText(change.failure)}`
  const body = rows.length === 0 ? effects : formatGrid(['', 'What', 'Where', 'Effect'], rows)
  const statement = migration === undefined || migration.statement === '' ? '' : `${formatBlock([migration.statement], 'sql')}\n\n`
  return `**${escapeText(change.title)}**${where}\n\n${statement}${body}`
}

function formatOutput(output: OutputSummary): string {
  const head = `**${escapeText(output.table)}**, written by ${escapeText(output.pipeline)}: ${formatRowCounts(output.rows)}`
  const columns = output.columns.map((column) => [
    formatCode(column.column),
    `${column.nullsBefore} → ${column.nullsAfter}`,
    `${column.before} → ${column.after} (${column.figure})`,
  ])
  const examples = output.examples.rows.flatMap((row, index) => [
    ...(row.before === undefined ? [] : [[`${index + 1} before`, ...row.before.map(escapeText)]]),
    ...(row.after === undefined
      ? []
      : [
          [`${index + 1} after`, ...row.after.map((cell, at) => (row.differs.includes(at) ? `**${escapeText(cell)}**` : escapeText(cell)))],
        ]),
  ])
  const tables = [
    columns.length === 0 ? '' : formatGrid(['Column', 'Nulls', 'Figure'], columns),
    examples.length === 0 ? '' : formatGrid(['Row', ...output.examples.cells.map(escapeText)], examples),
  ]
  return [head, ...tables.filter((table) => table !== '')].join('\n\n')
}

function formatFailures(summary: Summary): string {
  return summary.failures
    .map(
      ({ subject, ended, lines }) =>
        `${escapeText(subject)}: ${ended}\n\n${formatBlock(lines.length === 0 ? ['it wrote nothing'] : lines)}`,
    )
    .join('\n\n')
}

function formatSteps({ checks, pipelines }: Summary): string {
  const steps = [...checks.map((step) => ({ kind: 'check', ...step })), ...pipelines.map((step) => ({ kind: 'pipeline', ...step }))]
  const rows = steps.map(({ kind, name, status, seconds, note }) => [
    `${markOf(status)} ${formatStatus(status)}`,
    escapeText(`${kind} ${name}`),
    seconds === undefined ? '' : formatSeconds(seconds),
    escapeText(note ?? ''),
  ])
  return rows.length === 0 ? '' : formatGrid(['Status', 'What', 'Time', ''], rows)
}

function formatPhases(summary: Summary): string {
  const rows = phaseRows(summary)
  return rows.length === 0
    ? ''
    : formatGrid(
        ['What', 'Took', 'When', '◆ Critical path'],
        rows.map((row) => row.map(escapeText)),
      )
}

function formatReplica({ cleanup, masked, reportPath }: Summary): string {
  const lines = [
    escapeText(cleanup.sentence),
    ...cleanup.survivors.map((survivor) => `- ${formatCode(survivor)}`),
    masked.length === 0 ? '' : `\nMasked before use: ${masked.map(formatCode).join(', ')}.`,
    `\nFull report: ${formatCode(reportPath)}`,
  ]
  return lines.filter((line) => line !== '').join('\n')
}

function formatGrid(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

function titled(title: string, body: string): string {
  return body === '' ? '' : `### ${title}\n\n${body}`
}

/** Text that Markdown, HTML, tables, mentions and links leave alone. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#!]/g, '\\$&')
    .replace(/@(?=\w)/g, '@&#8203;')
    .replace(/(https?|ftp|www)(?=[:.])/gi, '$1&#8203;')
}

/** A code span that the text cannot end, also in a table's cell. */
function formatCode(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '&#124;')
    .replaceAll('`', '&#96;')
  return `<code>${escaped.replace(/[\\*_[\]~@:]/g, (character) => `&#${character.codePointAt(0)};`)}</code>`
}

/** A fenced block whose fence is longer than any run of backticks inside. */
function formatBlock(lines: readonly string[], language = 'text'): string {
  const longest = lines.flatMap((line) => line.match(/`+/g) ?? []).reduce((most, ticks) => Math.max(most, ticks.length), 2)
  const fence = '`'.repeat(longest + 1)
  return [`${fence}${language}`, ...lines, fence].join('\n')
}
