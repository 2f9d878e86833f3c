import { type Html, html, nothing } from '../escape-html.ts'
import type { ExampleSummary, OutputSummary } from '../types.ts'
import { formatRowCounts } from '../words.ts'

/** What differs in one table: rows, columns, and a few rows with both sides beside one another. */
export function formatOutput(output: OutputSummary): Html {
  const { rows, columns, examples } = output
  return html`<article class="card">
<h3><code>${output.table}</code></h3>
<p>Written by <strong>${output.pipeline}</strong>; ${formatRowCounts(rows)}.</p>
${columns.length === 0 ? nothing : formatColumns(output)}
${examples.rows.length === 0 ? nothing : formatExamples(output)}
</article>
`
}

function formatColumns({ columns, table }: OutputSummary): Html {
  const rows = columns.map(
    (column) => html`<tr><th scope="row"><code>${column.column}</code></th>
<td class="number">${column.nullsBefore}</td><td class="number">${formatAfter(column.nullsBefore, column.nullsAfter)}</td>
<td>${column.figure}</td><td class="number">${column.before}</td><td class="number">${formatAfter(column.before, column.after)}</td></tr>
`,
  )
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Columns of ${table}"><table>
<thead><tr><th scope="col">Column</th><th scope="col" class="number">Nulls before</th><th scope="col" class="number">after</th><th scope="col">Figure</th><th scope="col" class="number">before</th><th scope="col" class="number">after</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function formatAfter(before: string, after: string): Html {
  return before === after ? html`${after}` : html`<mark>${after}</mark>`
}

function formatExamples(output: OutputSummary): Html {
  return html`<div class="sides">
${formatSide(output, 'before', 'Without the change')}
${formatSide(output, 'after', 'With the change')}
</div>
<p class="faint">∅ is null. Values of masked columns are the masked ones.</p>`
}

function formatSide({ examples, table }: OutputSummary, side: 'before' | 'after', title: string): Html {
  const heads = examples.cells.map((cell) => html`<th scope="col">${cell}</th>`)
  const rows = examples.rows.map((row, index) => formatRow(row, side, index + 1, examples.cells.length))
  return html`<div class="scroll ${side}" tabindex="0" role="group" aria-label="${title}: rows of ${table}"><table>
<caption>${title}</caption>
<thead><tr><th scope="col">Row</th>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function formatRow(row: ExampleSummary, side: 'before' | 'after', number: number, cells: number): Html {
  const values = row[side]
  const shown =
    values === undefined
      ? html`<td colspan="${Math.max(1, cells)}" class="faint">no such row</td>`
      : html`${values.map((value, index) => html`<td>${row.differs.includes(index) ? html`<mark>${value}</mark>` : value}</td>`)}`
  return html`<tr><th scope="row">${number}</th>${shown}</tr>
`
}
