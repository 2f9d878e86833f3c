import { type Html, html } from '../escape-html.ts'
import type { StepSummary, Summary } from '../types.ts'
import { formatSeconds, formatStatus, markOf } from '../words.ts'

/** Every check and pipeline with how it ended, how long it took and why. */
export function formatSteps({ checks, pipelines }: Summary): Html[] {
  if (checks.length + pipelines.length === 0) return []
  const rows = [...checks.map((step) => formatStep('check', step)), ...pipelines.map((step) => formatStep('pipeline', step))]
  return [
    html`<div class="card scroll" tabindex="0" role="group" aria-label="Pipelines and checks"><table class="steps">
<thead><tr><th scope="col">Status</th><th scope="col">What</th><th scope="col" class="number">Time</th><th scope="col">Note</th></tr></thead>
<tbody>${rows}</tbody></table></div>`,
  ]
}

function formatStep(kind: string, { name, status, seconds, note }: StepSummary): Html {
  return html`<tr><td><span class="badge ${status}">${markOf(status)} ${formatStatus(status)}</span></td>
<td><span class="faint">${kind}</span> <strong>${name}</strong></td>
<td class="number">${seconds === undefined ? '' : formatSeconds(seconds)}</td><td>${note ?? ''}</td></tr>
`
}
