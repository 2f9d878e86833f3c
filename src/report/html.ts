import { createHash } from 'node:crypto'
import { type Html, html, nothing, trusted } from './escape-html.ts'
import { formatChange } from './html-changes.ts'
import { formatOutput } from './html-outputs.ts'
import { style } from './html-style.ts'
import { formatTimeline } from './html-timeline.ts'
import type { StepSummary, Summary } from './types.ts'
import { formatSeconds, formatStatus, markOf } from './words.ts'

/**
 * The report as one HTML file that needs no network and no script. Its policy lets the browser load nothing at all but
 * the style sheet inside it.
 */
export function formatHtml(summary: Summary): string {
  const digest = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${formatStatus(summary.status)}: ${summary.gist} – prod-replica</title>
<style>${trusted(style)}</style>
</head>
<body>
${formatHeader(summary)}
<main>
${formatSections(summary)}
</main>
<footer><p>Made by prod-replica for replica ${summary.run.replicaId}. Full report: <code>${summary.reportPath}</code></p></footer>
</body>
</html>
`
  return page.markup
}

function formatHeader({ status, sentence, remedy, run }: Summary): Html {
  return html`<header class="${status}"><div>
<span class="badge">${markOf(status)} ${formatStatus(status)}</span>
<h1>${sentence}</h1>
${remedy === undefined ? nothing : html`<p>${remedy}</p>\n`}<dl class="facts">${[
    formatFact('Commit', run.candidate, run.commit),
    formatFact('Branch', run.branch),
    formatFact('Against', run.base),
    formatRunLink(run),
    formatFact('Replica', run.replicaId),
    formatFact('Started', run.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')),
    formatFact('Took', formatSeconds(run.seconds)),
  ]}</dl>
</div></header>`
}

function formatFact(name: string, value: string | undefined, more?: string): Html {
  if (value === undefined) return nothing
  return html`<div><dt>${name}</dt><dd>${value}${more === undefined ? nothing : html` ${more}`}</dd></div>`
}

/** A link only where the address is an ordinary web address: nothing else may become one. */
function formatRunLink({ url, number }: Summary['run']): Html {
  if (url === undefined || !/^https?:\/\//i.test(url)) return formatFact('Run', number)
  return html`<div><dt>Run</dt><dd><a href="${url}" rel="noreferrer">${number ?? 'open'}</a></dd></div>`
}

function formatSections(summary: Summary): Html[] {
  return [
    formatSection('change', 'The change and its effects', summary.changes.map(formatChange)),
    formatSection('output', 'Different output', summary.outputs.map(formatOutput)),
    formatSection('failures', 'First failing lines', summary.failures.map(formatFailure)),
    formatSection('steps', 'Pipelines and checks', formatSteps(summary)),
    formatSection('untested', 'Not tested', formatNotTested(summary)),
    formatSection('timeline', 'Timeline', formatTimeline(summary.timeline)),
    formatSection('replica', 'Replica', [formatReplica(summary)]),
  ]
}

function formatSection(id: string, title: string, cards: readonly Html[]): Html {
  if (cards.length === 0) return nothing
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${cards.map((card) => html`<div class="card">${card}</div>\n`)}</section>\n`
}

function formatFailure({ subject, ended, lines }: Summary['failures'][number]): Html {
  const output = lines.length === 0 ? html`<p class="faint">It wrote nothing.</p>` : html`<pre>${lines.join('\n')}</pre>`
  return html`<h3>${subject} <span class="badge failed">${ended}</span></h3>${output}`
}

function formatSteps({ checks, pipelines }: Summary): Html[] {
  if (checks.length + pipelines.length === 0) return []
  const rows = [...checks.map((step) => formatStep('check', step)), ...pipelines.map((step) => formatStep('pipeline', step))]
  return [
    html`<div class="scroll"><table class="steps">
<thead><tr><th scope="col">Status</th><th scope="col">What</th><th scope="col" class="number">Time</th><th scope="col">Note</th></tr></thead>
<tbody>${rows}</tbody></table></div>`,
  ]
}

function formatStep(kind: string, { name, status, seconds, note }: StepSummary): Html {
  return html`<tr><td><span class="badge ${status}">${markOf(status)} ${formatStatus(status)}</span></td>
<td><span class="faint">${kind}</span> <strong>${name}</strong></td>
<td class="number">${seconds === undefined ? '' : formatSeconds(seconds)}</td><td>${note ?? ''}</td></tr>`
}

function formatNotTested({ notTested }: Summary): Html[] {
  if (notTested.length === 0) return []
  return [html`<ul>${notTested.map(({ what, why }) => html`<li><strong>${what}</strong>: ${why}</li>`)}</ul>`]
}

function formatReplica({ cleanup, masked }: Summary): Html {
  const survivors = cleanup.survivors.map((survivor) => html`<li><code>${survivor}</code></li>`)
  const columns = masked.map((column) => html` <code>${column}</code>`)
  return html`<p><span class="badge ${cleanup.state}">${formatStatus(cleanup.state)}</span> ${cleanup.sentence}</p>
${survivors.length === 0 ? nothing : html`<ul>${survivors}</ul>`}
${columns.length === 0 ? nothing : html`<p>Masked before anything could read them:${columns}</p>`}`
}
