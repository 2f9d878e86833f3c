import type { Place } from '../../rehearsal/types.ts'
import { type Html, html, nothing } from '../escape-html.ts'
import type { ChangeSummary, FindingSummary } from '../types.ts'
import { formatStatus, markOf } from '../words.ts'
import { fold } from './fold.ts'
import { formatSource } from './source.ts'

const findingsShown = 20
const changesShown = 20

/** Each thing that the change did, the migration that did it, and each effect with the line of the team's code. */
export function formatChanges(changes: readonly ChangeSummary[]): Html[] {
  const cards = changes.map(formatChange)
  return cards.length === 0 ? [] : [fold(cards, changesShown, 'Changes', (part) => html`${part}`)]
}

function formatChange(change: ChangeSummary): Html {
  const { migration, failure } = change
  return html`<article class="card change">
<h3>The change ${change.title}</h3>
${migration === undefined ? nothing : formatSource(migration.place, migration.statement)}
${failure === undefined ? nothing : html`<p><span class="badge broken">${markOf('broken')} BROKEN</span> ${failure}</p>`}
${formatFindings(change)}
</article>
`
}

function formatFindings({ findings, failure }: ChangeSummary): Html {
  const list = (items: readonly Html[]): Html => html`<ul class="findings">${items}</ul>`
  if (findings.length > 0) return fold(findings.map(formatFinding), findingsShown, 'Findings', list)
  return failure === undefined ? html`<p class="faint">No effect was found.</p>` : nothing
}

function formatFinding(finding: FindingSummary): Html {
  const { severity, subject, target, rule, effect, place, statement, word, remedy } = finding
  return html`<li class="${severity}">
<p><span class="badge">${markOf(severity)} ${formatStatus(severity)}</span> <strong>${subject}</strong>${target === undefined ? nothing : html` <code>${target}</code>`}</p>
<p>${effect} <span class="rule">${rule}</span></p>
${place === undefined ? formatStatement(statement) : formatSource(place, place.text ?? statement ?? '', word)}
${remedy === undefined ? nothing : html`<p class="remedy">→ ${remedy}</p>`}${formatMore(finding)}
</li>
`
}

function formatStatement(statement: string | undefined): Html {
  return statement === undefined ? nothing : html`<pre>${statement}</pre>`
}

/** What few readers need at once. */
function formatMore({ otherPlaces, acceptance, accepted, word }: FindingSummary): Html {
  return html`${accepted === undefined ? nothing : html`<p class="faint">Accepted until ${accepted.until}: ${accepted.because}</p>`}${formatPlaces(otherPlaces, word)}${
    acceptance === undefined
      ? nothing
      : html`<details><summary>Accept it: the lines for replica.yml</summary><pre class="copied">${acceptance}</pre></details>`
  }`
}

function formatPlaces(places: readonly Place[], word: string | undefined): Html {
  if (places.length === 0) return nothing
  const shown = places.map((place) => formatSource(place, place.text ?? '', word))
  return html`<details><summary>${places.length} more ${places.length === 1 ? 'place uses' : 'places use'} it</summary>${shown}</details>`
}
