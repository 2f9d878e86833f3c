import { type Html, html, nothing } from './escape-html.ts'
import type { ExampleSummary, OutputSummary } from './types.ts'
import { formatRowCounts } from './words.ts'

/** What differs in one table: rows, columns, and a few rows with both sides one under the other. */
export function formatOutput(output: OutputSummary): Html {
  const { rows, columns, examples } = output
  return html`<h3>${output.table}</h3>
<p>Written by <strong>${output.pipeline}</strong>; ${formatRowCounts(rows)}.</p>
${columns.length === 0 ? nothing : formatColumns(output)}
${examples.rows.length === 0 ? nothing : formatExamples(output)}`
}

function formatColumns({ columns, table }: OutputSummary): Html {
  const rows = columns.map(
    (column) => html`<tr><th scope="row"><code>${column.column}</code></th>
<td class="number">${column.nullsBefore}</td><td class="number">${formatAfter(column.nullsBefore, column.nullsAfter)}</td>
<td>${column.figure}</td><td class="number">${column.before}</td><td class="number">${formatAfter(column.before, column.after)}</td></tr>`,
  )
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Columns of ${table}"><table>
<thead><tr><th scope="col">Column</th><th scope="col" class="number">Nulls before</th><th scope="col" class="number">after</th><th scope="col">Figure</th><th scope="col" class="number">before</th><th scope="col" class="number">after</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function formatAfter(before: string, after: string): Html {
  return before === after ? html`${after}` : html`<strong>${after}</strong>`
}

function formatExamples({ examples, table }: OutputSummary): Html {
  const heads = examples.cells.map((cell) => html`<th scope="col">${cell}</th>`)
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Rows of ${table}"><table class="sides">
<thead><tr><th scope="col">Row</th>${heads}</tr></thead>
<tbody>${examples.rows.map((row, index) => formatExample(row, index + 1, examples.cells.length))}</tbody></table></div>
<p class="faint">∅ is null. Values of masked columns are the masked ones.</p>`
}

function formatExample({ before, after, differs }: ExampleSummary, number: number, cells: number): Html {
  const line = (side: string, values: readonly string[] | undefined, marked: readonly number[]): Html => {
    const missing = html`<td colspan="${cells}" class="faint">no such row</td>`
    const shown = (values ?? []).map((value, index) => html`<td>${marked.includes(index) ? html`<mark>${value}</mark>` : value}</td>`)
    return html`<tr><th scope="row">${number} ${side}</th>${values === undefined ? missing : shown}</tr>\n`
  }
  return html`${line('before', before, [])}${line('after', after, differs)}`
}
