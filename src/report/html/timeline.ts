import { type Html, html, nothing } from '../escape-html.ts'
import { listPath } from '../model/phases.ts'
import type { Bar, Phase, Timeline } from '../types.ts'
import { formatSeconds } from '../words.ts'

const barWidth = 1000
const narrowestBar = 6
const mostOpen = 25

/** When each thing was at work: tables that read well without their bars, one a group; first what it took and costs. */
export function formatTimeline(timeline: Timeline, spent: readonly string[]): Html[] {
  const head = spent.map((sentence) => html`<p>${sentence}</p>`)
  if (timeline.bars.length === 0) return head.length === 0 ? [] : [html`<div class="card">${head}</div>`]
  return [
    html`<div class="card">${head}
<p class="faint">◆ marks the critical path: what each next thing had to wait for, so that only making it shorter makes the whole shorter. The bars run from 0 to ${formatSeconds(timeline.seconds)}.</p>
${timeline.phases.map((phase) => formatPhase(phase, timeline))}</div>`,
  ]
}

function formatPhase({ name, from, to, critical }: Phase, { bars, seconds }: Timeline): Html {
  const own = bars.filter(({ group }) => group === name)
  const took = `${formatSeconds(to - from)}, from ${formatSeconds(from)} on`
  const scale = `From 0 to ${formatSeconds(seconds)}`
  return html`<details class="phase"${own.length <= mostOpen ? html` open` : nothing}>
<summary><strong>${name}</strong> <span class="faint">${took}</span>${critical.length === 0 ? nothing : html` <span class="path">◆ ${listPath(critical)}</span>`}</summary>
<div class="scroll" tabindex="0" role="group" aria-label="Timeline of ${name}"><table class="bars">
<colgroup><col class="what"><col class="detail"><col class="took"><col></colgroup>
<thead><tr><th scope="col">What</th><th scope="col">Detail</th><th scope="col" class="number">Took</th><th scope="col">${scale}</th></tr></thead>
<tbody>${own.map((bar) => formatBar(bar, seconds))}</tbody></table></div></details>
`
}

function formatBar({ label, detail, from, to, status, critical }: Bar, seconds: number): Html {
  const scale = barWidth / Math.max(seconds, 0.001)
  const width = Math.max(narrowestBar, Math.round((to - from) * scale))
  const x = Math.min(Math.round(from * scale), barWidth - width)
  const took = status === 'done' ? formatSeconds(to - from) : `${formatSeconds(to - from)}, ${status}`
  const mark = critical ? html`<span class="path" title="on the critical path">◆</span> ` : nothing
  const classes = critical ? `${status} critical` : status
  return html`<tr class="${classes}"><th scope="row">${mark}${label}</th><td class="faint">${detail}</td><td class="number">${took}</td>
<td><svg viewBox="0 0 ${barWidth} 10" preserveAspectRatio="none" role="img" aria-label="from ${formatSeconds(from)} to ${formatSeconds(to)}"><rect x="${x}" y="1" width="${width}" height="8" rx="3"/></svg></td></tr>
`
}
