import { shorten } from '../clean.ts'
import { type Html, html, nothing } from '../escape-html.ts'
import type { Graph } from '../types.ts'
import { count, formatStatus, markOf } from '../words.ts'
import { type Box, boxSize, type Edge, layOut } from './graph-layout.ts'

const lettersShown = 28

/** The way from each change to the pipelines that pay for it, drawn, and the same in words. Nothing where nothing is connected. */
export function formatGraph(graph: Graph): Html[] {
  const { boxes, edges, width, height, hidden } = layOut(graph)
  if (edges.length === 0) return []
  const touched = new Set(graph.paths.map(({ pipeline }) => pipeline)).size
  const label = `${count(graph.causes.length, 'change')} with effects on ${touched} of ${count(graph.pipelines.length, 'pipeline')}; the same in words below`
  return [
    html`<div class="card">
<div class="scroll" tabindex="0" role="group" aria-label="Drawing">
<svg class="graph" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">
${edges.map(formatEdge)}
${boxes.map(formatBox)}
</svg></div>
${hidden === 0 ? nothing : html`<p class="faint">${count(hidden, 'pipeline')} that the change does not reach are not drawn.</p>`}
<details><summary>In words</summary><ul>${formatWords(graph)}</ul></details></div>`,
  ]
}

function formatEdge({ from, to, kind, lane }: Edge): Html {
  const [x1, y1] = [from.x + boxSize.width, from.y + boxSize.height / 2]
  const [x2, y2] = [to.x, to.y + boxSize.height / 2]
  return html`<path class="edge ${kind}" d="${lane === undefined ? curve(x1, y1, x2, y2) : around(x1, y1, x2, y2, lane)}"/>`
}

function curve(x1: number, y1: number, x2: number, y2: number): string {
  const bend = Math.max(30, (x2 - x1) / 2)
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}

/** Over the columns between, in a lane of its own. */
function around(x1: number, y1: number, x2: number, y2: number, lane: number): string {
  const bend = boxSize.gap / 2
  const [up, down] = [x1 + boxSize.gap, x2 - boxSize.gap]
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${up - bend} ${lane} ${up} ${lane}L${down} ${lane}C${down + bend} ${lane} ${x2 - bend} ${y2} ${x2} ${y2}`
}

function formatBox({ x, y, title, status }: Box): Html {
  const word = status === 'cause' ? 'CHANGE' : `${markOf(status)} ${formatStatus(status)}`
  return html`<g class="box ${status}"><title>${title}</title><rect x="${x}" y="${y}" width="${boxSize.width}" height="${boxSize.height}" rx="8"/><text class="kind" x="${x + 14}" y="${y + 21}">${word}</text><text x="${x + 14}" y="${y + 40}">${shorten(title, lettersShown)}</text></g>
`
}

function formatWords({ causes, pipelines, paths }: Graph): Html[] {
  const reached = causes.map(({ id, title }) => {
    const own = paths.filter(({ cause }) => cause === id)
    return html`<li>The change ${title} reaches ${own.map(({ pipeline, severity }) => `${pipeline} (${severity})`).join(', ')}.</li>`
  })
  const waiting = pipelines.filter(({ needs }) => needs.length > 0)
  return [...reached, ...waiting.map(({ name, needs }) => html`<li>${name} runs after ${needs.join(', ')}.</li>`)]
}
