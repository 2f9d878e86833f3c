import { type Html, html, nothing } from '../escape-html.ts'
import type { StepSummary, Summary } from '../types.ts'
import { formatSeconds, formatStatus, markOf } from '../words.ts'

/** The verdict in words, what to do about it, whose it is, and the rehearsal in a few figures. */
export function formatHeader(summary: Summary): Html {
  const { status, sentence, remedy, run, cleanup } = summary
  return html`<header class="${status}"><div>
<p class="brand">prod-replica</p>
<p class="status"><span class="mark" aria-hidden="true">${markOf(status)}</span> ${formatStatus(status)}</p>
<h1>${sentence}</h1>
${remedy === undefined ? nothing : html`<p class="remedy">→ ${remedy}</p>\n`}${cleanup.state === 'survivors' || cleanup.state === 'left' ? html`<p class="remedy">! ${cleanup.sentence}</p>\n` : nothing}<dl class="facts">${[
    formatFact('Commit', run.candidate, run.commit),
    formatFact('Branch', run.branch),
    formatFact('Against', run.base),
    formatRunLink(run),
    formatFact('Replica', run.replicaId),
    formatFact('Started', run.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')),
    formatFact('Took', formatSeconds(run.seconds)),
  ]}</dl>
<ul class="tiles">${formatTiles(summary)}</ul>
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

/** Pipelines and checks by their status, and whether the replica is gone. */
function formatTiles({ pipelines, checks, cleanup }: Summary): Html[] {
  const replica = { gone: 'gone', survivors: 'not gone', left: 'still up', unknown: 'unknown' }[cleanup.state]
  return [
    ...formatCounts('pipeline', pipelines),
    ...formatCounts('check', checks),
    html`<li class="${cleanup.state}"><strong>${replica}</strong> <span>replica</span></li>`,
  ]
}

const statuses = ['broken', 'failed', 'changed', 'inconclusive', 'passed', 'skipped', 'not_run']

function formatCounts(noun: string, steps: readonly StepSummary[]): Html[] {
  return statuses.flatMap((status) => {
    const number = steps.filter((step) => step.status === status).length
    const what = `${noun}${number === 1 ? '' : 's'} ${status.replaceAll('_', ' ')}`
    return number === 0 ? [] : [html`<li class="${status}"><strong>${number}</strong> <span>${what}</span></li>`]
  })
}
