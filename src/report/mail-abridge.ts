import type { Summary } from './types.ts'

/** How much of each part a form of the summary keeps. */
export interface Length {
  changes: number
  /** Over all changes together. */
  findings: number
  outputs: number
  columns: number
  examples: number
  failures: number
  lines: number
  steps: number
  notTested: number
  masked: number
}

/** From the longest to the shortest form. */
export const lengths: readonly Length[] = [
  { changes: 40, findings: 80, outputs: 20, columns: 20, examples: 3, failures: 10, lines: 20, steps: 100, notTested: 50, masked: 100 },
  { changes: 20, findings: 40, outputs: 8, columns: 10, examples: 2, failures: 5, lines: 20, steps: 50, notTested: 20, masked: 40 },
  { changes: 10, findings: 20, outputs: 4, columns: 6, examples: 1, failures: 2, lines: 10, steps: 30, notTested: 10, masked: 20 },
  { changes: 4, findings: 6, outputs: 2, columns: 4, examples: 0, failures: 1, lines: 5, steps: 10, notTested: 5, masked: 5 },
]

/** A shorter summary, and one line for each part of which something was cut. */
export function abridge(summary: Summary, length: Length, face: 'mail' | 'comment' = 'mail'): { summary: Summary; cut: string[] } {
  const changes = abridgeChanges(summary.changes, length)
  const shorter: Summary = {
    ...summary,
    changes,
    outputs: summary.outputs.slice(0, length.outputs).map((output) => ({
      ...output,
      columns: output.columns.slice(0, length.columns),
      examples: { ...output.examples, rows: output.examples.rows.slice(0, length.examples) },
    })),
    failures: summary.failures.slice(0, length.failures).map((failure) => ({ ...failure, lines: failure.lines.slice(0, length.lines) })),
    checks: summary.checks.slice(0, length.steps),
    pipelines: summary.pipelines.slice(0, length.steps),
    notTested: summary.notTested.slice(0, length.notTested),
    masked: summary.masked.slice(0, length.masked),
    cleanup: { ...summary.cleanup, survivors: summary.cleanup.survivors.slice(0, length.steps) },
  }
  return { summary: shorter, cut: describeCut(summary, shorter, face) }
}

/** Keeps the weightiest: findings come sorted, and every change that is kept may show its share of them. */
function abridgeChanges(changes: Summary['changes'], length: Length): Summary['changes'] {
  let left = length.findings
  return changes.slice(0, length.changes).map((change) => {
    const findings = change.findings.slice(0, left)
    left -= findings.length
    return { ...change, findings }
  })
}

function describeCut(whole: Summary, shown: Summary, face: string): string[] {
  const findings = (summary: Summary) => summary.changes.flatMap((change) => change.findings)
  const parts: [number, string][] = [
    [whole.changes.length - shown.changes.length, 'changes'],
    [findings(whole).length - findings(shown).length, 'findings'],
    [whole.outputs.length - shown.outputs.length, 'tables with different output'],
    [whole.failures.length - shown.failures.length, 'failing outputs'],
    [whole.pipelines.length + whole.checks.length - shown.pipelines.length - shown.checks.length, 'pipelines and checks'],
    [whole.notTested.length - shown.notTested.length, 'things not tested'],
    [whole.masked.length - shown.masked.length, 'masked columns'],
    [whole.cleanup.survivors.length - shown.cleanup.survivors.length, 'things left behind'],
  ]
  const cut = parts.filter(([number]) => number > 0).map(([number, noun]) => `${number} more ${noun}`)
  return cut.length === 0 ? [] : [`Cut to keep this ${face} short: ${cut.join(', ')}.`]
}
