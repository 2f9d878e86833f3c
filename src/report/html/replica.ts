import { type Html, html, nothing } from '../escape-html.ts'
import type { Summary } from '../types.ts'
import { formatStatus } from '../words.ts'

/** Whether the replica is gone, what is left of it, and what was masked on it. */
export function formatReplica({ cleanup, masked }: Summary): Html[] {
  const survivors = cleanup.survivors.map((survivor) => html`<li><code>${survivor}</code></li>`)
  const columns = masked.map((column) => html`<li><code>${column}</code></li>`)
  return [
    html`<div class="card"><p><span class="badge ${cleanup.state}">${formatStatus(cleanup.state)}</span> ${cleanup.sentence}</p>
${survivors.length === 0 ? nothing : html`<ul>${survivors}</ul>`}
${columns.length === 0 ? nothing : html`<p>Masked before anything could read them:</p><ul class="names">${columns}</ul>`}</div>`,
  ]
}
