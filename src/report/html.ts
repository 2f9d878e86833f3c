import { createHash } from 'node:crypto'
import { type Html, html, nothing, trusted } from './escape-html.ts'
import { formatChanges } from './html/changes.ts'
import { formatFailures } from './html/failures.ts'
import { formatGraph } from './html/graph.ts'
import { formatHeader } from './html/header.ts'
import { formatOutput } from './html/outputs.ts'
import { formatPicture } from './html/picture.ts'
import { formatReplica } from './html/replica.ts'
import { script } from './html/script.ts'
import { formatSteps } from './html/steps.ts'
import { style } from './html/style.ts'
import { formatTimeline } from './html/timeline.ts'
import type { Summary } from './types.ts'
import { formatStatus } from './words.ts'

/**
 * The report as one HTML file that needs no network, and no script either: the one in it only adds a filter and buttons. Its
 * policy lets the browser load and run nothing at all but the style sheet and the script inside it.
 */
export function formatHtml(summary: Summary): string {
  const policy = `default-src 'none'; style-src '${digestOf(style)}'; script-src '${digestOf(script)}'; base-uri 'none'; form-action 'none'`
  const sections = sectionsOf(summary).filter(({ body }) => body.length > 0)
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${formatStatus(summary.status)} – prod-replica</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the result</a>
${formatHeader(summary)}
${formatContents(sections)}
<main id="content">
${sections.map(formatSection)}</main>
<footer><p>Made by prod-replica for replica <code>${summary.run.replicaId}</code>. This page needs no network. Full report: <code>${summary.reportPath}</code></p></footer>
<script>${trusted(script)}</script>
</body>
</html>
`
  return page.markup
}

interface Section {
  id: string
  title: string
  /** In the contents. */
  short: string
  /** How many things it lists, where a number helps. */
  count?: number
  body: readonly Html[]
}

function sectionsOf(summary: Summary): Section[] {
  const findings = summary.changes.reduce((sum, change) => sum + change.findings.length, 0)
  return [
    { id: 'change', title: 'The change and its effects', short: 'Effects', count: findings, body: formatChanges(summary.changes) },
    { id: 'graph', title: 'How the change reaches the pipelines', short: 'Paths', body: formatGraph(summary.graph) },
    { id: 'output', title: 'Different output', short: 'Output', count: summary.outputs.length, body: summary.outputs.map(formatOutput) },
    { id: 'failures', title: 'First failing lines', short: 'Failing lines', count: summary.failures.length, body: formatFailures(summary) },
    {
      id: 'steps',
      title: 'Pipelines and checks',
      short: 'Pipelines',
      count: summary.pipelines.length + summary.checks.length,
      body: formatSteps(summary),
    },
    { id: 'untested', title: 'Not tested', short: 'Not tested', count: summary.notTested.length, body: formatNotTested(summary) },
    { id: 'timeline', title: 'Timeline, time and cost', short: 'Timeline', body: formatTimeline(summary.timeline, summary.spent) },
    { id: 'replica', title: 'Replica', short: 'Replica', body: formatReplica(summary) },
    { id: 'picture', title: 'What the replica was made of', short: 'Resources', body: formatPicture(summary.picture) },
  ]
}

function formatContents(sections: readonly Section[]): Html {
  const links = sections.map(
    ({ id, short, count }) =>
      html`<li><a href="#${id}">${short}${count === undefined || count === 0 ? nothing : html` <span class="count">${count}</span>`}</a></li>`,
  )
  return html`<nav aria-label="Contents"><ul>${links}</ul></nav>`
}

function formatSection({ id, title, body }: Section): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}" tabindex="-1">${title}</h2>
${body}
</section>
`
}

function formatNotTested({ notTested }: Summary): Html[] {
  if (notTested.length === 0) return []
  return [html`<div class="card"><ul>${notTested.map(({ what, why }) => html`<li><strong>${what}</strong>: ${why}</li>`)}</ul></div>`]
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
