import { type Html, html, nothing } from '../escape-html.ts'
import type { DecisionGroup, PictureResource, PictureStack } from '../types.ts'
import { count } from '../words.ts'

const signs: Readonly<Record<DecisionGroup, string>> = { refused: '✗', changed: '≠', 'left out': '−', shared: '⇄', added: '+', kept: '✓' }
const open: readonly DecisionGroup[] = ['refused', 'changed', 'left out', 'shared']

/** Production beside its replica: what was kept, changed and left out of each stack, and why. */
export function formatPicture(picture: readonly PictureStack[]): Html[] {
  return picture.map((stack) => {
    const total = stack.groups.reduce((sum, { resources }) => sum + resources.length, 0)
    return html`<article class="card picture">
<h3>${stack.name}</h3>
${total === 0 ? html`<p class="faint">It has no resources.</p>` : formatShares(stack, total)}
${stack.groups.map(formatGroup)}
</article>
`
  })
}

/** One bar for all of them, with the numbers in words below it. */
function formatShares({ groups }: PictureStack, total: number): Html {
  let at = 0
  const bars = groups.map(({ group, resources }) => {
    const x = at
    at += resources.length
    return html`<rect class="${classOf(group)}" x="${x}" y="0" width="${resources.length}" height="1"/>`
  })
  const words = groups.map(({ group, resources }) => html`<li class="${classOf(group)}">${signs[group]} ${resources.length} ${group}</li>`)
  return html`<svg class="shares" viewBox="0 0 ${total} 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">${bars}</svg>
<ul class="legend">${words}</ul>`
}

function formatGroup({ group, resources }: PictureStack['groups'][number]): Html {
  const isOpen = open.includes(group) && resources.length <= 12
  const rows = resources.map(formatResource)
  return html`<details class="${classOf(group)}"${isOpen ? html` open` : nothing}><summary>${signs[group]} ${count(resources.length, 'resource')} ${group}</summary>
<dl class="resources">${rows}</dl></details>
`
}

function formatResource({ logicalId, type, word, reasons }: PictureResource): Html {
  const why = reasons.length === 0 ? html`as in production` : html`${reasons.join('; ')}`
  return html`<div><dt><strong>${logicalId}</strong> <span class="faint">${type}</span></dt><dd><span class="word">${word}</span>: ${why}</dd></div>
`
}

function classOf(group: DecisionGroup): string {
  return `is-${group.replace(' ', '-')}`
}
