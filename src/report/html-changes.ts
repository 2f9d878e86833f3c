import type { Place } from '../rehearsal/types.ts'
import { type Html, html, nothing } from './escape-html.ts'
import type { ChangeSummary, FindingSummary } from './types.ts'
import { formatStatus, markOf } from './words.ts'

/** One thing that the change did, the migration that did it, and each effect with the line of the team's code. */
export function formatChange(change: ChangeSummary): Html {
  const { migration, failure } = change
  return html`<h3>The change ${change.title}</h3>
${migration === undefined ? nothing : formatSource(migration.place, migration.statement)}
${failure === undefined ? nothing : html`<p><span class="badge broken">${markOf('broken')} BROKEN</span> ${failure}</p>`}
${formatFindings(change)}`
}

function formatFindings({ findings, failure }: ChangeSummary): Html {
  if (findings.length > 0) return html`<ul class="findings">${findings.map(formatFinding)}</ul>`
  return failure === undefined ? html`<p class="faint">No effect was found.</p>` : nothing
}

function formatFinding(finding: FindingSummary): Html {
  const { severity, subject, target, rule, effect, place, statement, remedy, accepted } = finding
  return html`<li class="${severity}">
<p><span class="badge">${markOf(severity)} ${formatStatus(severity)}</span> <strong>${subject}</strong>${target === undefined ? nothing : html` <code>${target}</code>`}</p>
<p>${effect} <span class="rule">${rule}</span></p>
${place === undefined ? formatStatement(statement) : formatSource(place, place.text ?? statement ?? '')}
${remedy === undefined ? nothing : html`<p>→ ${remedy}</p>`}${accepted === undefined ? nothing : html`<p class="faint">Accepted until ${accepted.until}: ${accepted.because}</p>`}
</li>`
}

function formatStatement(statement: string | undefined): Html {
  return statement === undefined ? nothing : html`<pre>${statement}</pre>`
}

/** `file:line` above, and the line with its number as an editor shows it. */
function formatSource({ file, line }: Place, text: string): Html {
  const source = text === '' ? nothing : html`<div class="source"><span aria-hidden="true">${line}</span><code>${text}</code></div>`
  return html`<p><code>${file}:${line}</code></p>${source}`
}
