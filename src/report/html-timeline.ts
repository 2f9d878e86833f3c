import { type Html, html } from './escape-html.ts'
import type { Timeline } from './types.ts'
import { formatSeconds } from './words.ts'

type Bar = Timeline['bars'][number]

const barWidth = 1000
const narrowestBar = 6

/** When each thing was at work: a table that reads well without its bars, one table a group. */
export function formatTimeline(timeline: Timeline): Html[] {
  const groups = [...new Set(timeline.bars.map((bar) => bar.group))]
  return groups.map((group) =>
    formatGroup(
      group,
      timeline.bars.filter((bar) => bar.group === group),
      timeline.seconds,
    ),
  )
}

function formatGroup(group: string, bars: readonly Bar[], seconds: number): Html {
  return html`<h3>${group}</h3><div class="scroll"><table class="bars">
<thead><tr><th scope="col">What</th><th scope="col">Detail</th><th scope="col" class="number">Took</th><th scope="col">From 0 to ${formatSeconds(seconds)}</th></tr></thead>
<tbody>${bars.map((bar) => formatBar(bar, seconds))}</tbody></table></div>`
}

function formatBar({ label, detail, from, to, status }: Bar, seconds: number): Html {
  const scale = barWidth / Math.max(seconds, 0.001)
  const width = Math.max(narrowestBar, Math.round((to - from) * scale))
  const x = Math.min(Math.round(from * scale), barWidth - width)
  const took = status === 'done' ? formatSeconds(to - from) : `${formatSeconds(to - from)}, ${status}`
  return html`<tr class="${status}"><th scope="row">${label}</th><td class="faint">${detail}</td><td class="number">${took}</td>
<td><svg viewBox="0 0 ${barWidth} 10" preserveAspectRatio="none" role="img" aria-label="from ${formatSeconds(from)} to ${formatSeconds(to)}"><rect x="${x}" y="1" width="${width}" height="8"/></svg></td></tr>\n`
}
