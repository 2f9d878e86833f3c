import { type Html, html } from '../escape-html.ts'
import type { Summary } from '../types.ts'

/** The first failing lines of each check and pipeline that failed. */
export function formatFailures({ failures }: Summary): Html[] {
  return failures.map(({ subject, ended, lines }) => {
    const output =
      lines.length === 0
        ? html`<p class="faint">It wrote nothing.</p>`
        : html`<pre class="output" tabindex="0" role="group" aria-label="Output of ${subject}">${lines.map(formatLine)}</pre>`
    return html`<article class="card"><h3>${subject} <span class="badge failed">${ended}</span></h3>${output}</article>
`
  })
}

/** The lines that tell of an error stand out. */
function formatLine(line: string, index: number): Html {
  const start = index === 0 ? '' : '\n'
  return /\b(?:error|exception|fatal|failed|panic)\b/i.test(line) ? html`${start}<strong>${line}</strong>` : html`${start}${line}`
}
