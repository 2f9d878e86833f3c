import type { Place } from '../rehearsal/types.ts'
import { type Html, html, nothing } from './escape-html.ts'
import type { ChangeSummary, FindingSummary, OutputSummary, StepSummary, Summary } from './types.ts'
import { formatRowCounts, formatSeconds, formatStatus, markOf } from './words.ts'

/** Text and ground of each status: dark on light, readable where a client turns both around. */
const tones: Readonly<Record<string, readonly [text: string, ground: string]>> = {
  broken: ['#8c1d18', '#fdecea'],
  failed: ['#8c1d18', '#fdecea'],
  changed: ['#6b4000', '#fff3dc'],
  passed: ['#0f5223', '#e4f5e8'],
  inconclusive: ['#472d7d', '#f0eafb'],
  cancelled: ['#472d7d', '#f0eafb'],
}
const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const mono = 'font-family:Menlo,Consolas,monospace;font-size:13px'
const cell = 'padding:6px 12px 6px 0;border-bottom:1px solid #d9dee6;text-align:left;vertical-align:top'

/** The mail's HTML: one table, inline styles alone, no images, no style sheet, nothing from the network. */
export function formatMailHtml(summary: Summary, notes: readonly string[]): string {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>prod-replica</title></head>
<body style="margin:0;padding:0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td style="padding:16px;${font};font-size:15px;line-height:1.5">
${formatHead(summary)}
${formatSection('The change and its effects', summary.changes.map(formatChange))}
${formatSection('Different output', summary.outputs.map(formatOutput))}
${formatSection('First failing lines', summary.failures.map(formatFailure))}
${formatSection('Pipelines and checks', formatSteps(summary))}
${formatSection(
  'Not tested',
  summary.notTested.map(({ what, why }) => formatParagraph(html`<strong>${what}</strong>: ${why}`)),
)}
${formatSection('Replica', formatReplica(summary))}
${notes.map((note) => formatParagraph(html`<em>${note}</em>`))}
</td></tr></table>
</body></html>
`
  return page.markup
}

function formatHead({ status, sentence, remedy, run }: Summary): Html {
  const link = run.url !== undefined && /^https?:\/\//i.test(run.url) ? html`<a href="${run.url}">CI run ${run.number ?? ''}</a>` : nothing
  const facts = [
    run.candidate,
    run.branch === undefined ? undefined : `on ${run.branch}`,
    run.base === undefined ? undefined : `against ${run.base}`,
  ]
  return html`<p style="margin:0 0 8px">${formatBadge(status)}</p>
<h1 style="font-size:18px;line-height:1.4;margin:0 0 8px">${sentence}</h1>
${remedy === undefined ? nothing : formatParagraph(html`${remedy}`)}
<p style="margin:0;font-size:13px">${facts.filter((fact) => fact !== undefined).join(' ')} · replica ${run.replicaId} · ${formatSeconds(run.seconds)} ${link}</p>`
}

function formatBadge(status: string): Html {
  const [text, ground] = tones[status] ?? ['#3c4656', '#eef1f5']
  const look = `display:inline-block;white-space:nowrap;padding:1px 8px;border-radius:4px;font-weight:bold;font-size:13px;color:${text};background-color:${ground}`
  return html`<span style="${look}">${markOf(status)} ${formatStatus(status)}</span>`
}

function formatSection(title: string, parts: readonly Html[]): Html {
  return parts.length === 0 ? nothing : html`<h2 style="font-size:16px;margin:24px 0 8px">${title}</h2>${parts}`
}

function formatChange({ title, migration, failure, findings }: ChangeSummary): Html {
  const none = findings.length === 0 && failure === undefined ? formatParagraph(html`No effect was found.`) : nothing
  return html`<p style="margin:12px 0 4px"><strong>The change ${title}</strong></p>
${migration === undefined ? nothing : formatSource(migration.place, migration.statement)}
${failure === undefined ? none : formatParagraph(html`${formatBadge('broken')} ${failure}`)}
${findings.map(formatFinding)}`
}

function formatFinding({ severity, subject, target, effect, rule, place, statement, remedy, accepted }: FindingSummary): Html {
  const [tone] = tones[severity] ?? ['#d9dee6']
  return html`<div style="margin:10px 0;padding:2px 0 2px 12px;border-left:4px solid ${tone}">
<p style="margin:0">${formatBadge(severity)} <strong>${subject}</strong> ${target === undefined ? nothing : formatCode(target)}</p>
<p style="margin:2px 0">${effect} (${rule})</p>
${place === undefined ? nothing : formatSource(place, place.text ?? statement ?? '')}
${remedy === undefined ? nothing : formatParagraph(html`→ ${remedy}`)}${accepted === undefined ? nothing : formatParagraph(html`Accepted until ${accepted.until}: ${accepted.because}`)}</div>`
}

function formatSource({ file, line }: Place, text: string): Html {
  return html`<p style="margin:2px 0">${formatCode(`${file}:${line}`)}${text === '' ? nothing : html`<br>${formatCode(text)}`}</p>`
}

function formatOutput({ table, pipeline, rows, columns, examples }: OutputSummary): Html {
  const lines = columns.map((column) => [
    column.column,
    `${column.nullsBefore} → ${column.nullsAfter}`,
    `${column.before} → ${column.after} (${column.figure})`,
  ])
  const sides = examples.rows.flatMap(({ before, after, differs }, index) => [
    ...(before === undefined ? [] : [formatSide(`${index + 1} before`, before, [])]),
    ...(after === undefined ? [] : [formatSide(`${index + 1} after`, after, differs)]),
  ])
  return html`${formatParagraph(html`<strong>${table}</strong>, written by ${pipeline}: ${formatRowCounts(rows)}`)}
${
  lines.length === 0
    ? nothing
    : formatGrid(
        ['Column', 'Nulls', 'Figure'],
        lines.map((line) => line.map((text) => html`${text}`)),
      )
}
${sides.length === 0 ? nothing : formatGrid(['Row', ...examples.cells], sides)}`
}

/** One row of one side; the cells that differ stand out. */
function formatSide(name: string, cells: readonly string[], differs: readonly number[]): Html[] {
  return [html`${name}`, ...cells.map((text, index) => (differs.includes(index) ? html`<strong>${text}</strong>` : html`${text}`))]
}

function formatFailure({ subject, ended, lines }: Summary['failures'][number]): Html {
  const look = `margin:4px 0 12px;padding:8px 12px;border:1px solid #d9dee6;white-space:pre-wrap;${mono}`
  return html`${formatParagraph(html`<strong>${subject}</strong>: ${ended}`)}<pre style="${look}">${lines.length === 0 ? 'It wrote nothing.' : lines.join('\n')}</pre>`
}

function formatSteps({ checks, pipelines }: Summary): Html[] {
  const line = (kind: string, { name, status, seconds, note }: StepSummary): Html[] => [
    formatBadge(status),
    html`${kind} <strong>${name}</strong>`,
    html`<span style="white-space:nowrap">${seconds === undefined ? '' : formatSeconds(seconds)}</span>`,
    html`${note ?? ''}`,
  ]
  const rows = [...checks.map((step) => line('check', step)), ...pipelines.map((step) => line('pipeline', step))]
  return rows.length === 0 ? [] : [formatGrid(['Status', 'What', 'Time', 'Note'], rows)]
}

function formatReplica({ cleanup, masked }: Summary): Html[] {
  const survivors = cleanup.survivors.map((survivor) => formatParagraph(formatCode(survivor)))
  const columns = masked.length === 0 ? [] : [formatParagraph(html`Masked before use: ${masked.join(', ')}.`)]
  return [formatParagraph(html`${cleanup.sentence}`), ...survivors, ...columns]
}

function formatGrid(header: readonly string[], rows: readonly (readonly Html[])[]): Html {
  return html`<table cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;font-size:14px;margin:4px 0 12px">
<tr>${header.map((title) => html`<th style="${cell};font-size:13px">${title}</th>`)}</tr>
${rows.map((row) => html`<tr>${row.map((one) => html`<td style="${cell}">${one}</td>`)}</tr>\n`)}</table>`
}

function formatCode(text: string): Html {
  return html`<code style="${mono}">${text}</code>`
}

function formatParagraph(content: Html): Html {
  return html`<p style="margin:4px 0">${content}</p>`
}
