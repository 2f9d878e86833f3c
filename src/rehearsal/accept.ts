import type { Acceptance } from '../spec/types.ts'
import type { Finding } from './types.ts'

/**
 * Pure: the findings, those that the team intends marked as accepted. Where all effects of a pipeline on data are
 * accepted, so are the findings on the columns that caused them. `today` is YYYY-MM-DD in UTC.
 */
export function acceptFindings(findings: readonly Finding[], rules: readonly Acceptance[], today: string): Finding[] {
  const inForce = rules.filter(({ until }) => until >= today)
  const marked = findings.map((finding) =>
    mark(
      finding,
      inForce.find((rule) => covers(rule, finding)),
    ),
  )
  return marked.map((finding) => {
    const effects = isCause(finding) ? marked.filter((other) => other.pipeline === finding.pipeline && isEffect(other)) : []
    const [first] = effects
    return first?.accepted !== undefined && effects.every(({ accepted }) => accepted !== undefined)
      ? mark(finding, first.accepted)
      : finding
  })
}

function mark(finding: Finding, rule: { because: string; until: string } | undefined): Finding {
  return rule === undefined ? finding : { ...finding, accepted: { because: rule.because, until: rule.until } }
}

const effectRules: ReadonlySet<string> = new Set(['OUTPUT_SAME', 'ROWCOUNT_SAME', 'NULLRATE_SAME'])

function isEffect(finding: Finding): boolean {
  return finding.severity === 'changed' && effectRules.has(finding.rule)
}

function isCause(finding: Finding): boolean {
  return finding.severity === 'changed' && finding.accepted === undefined && !effectRules.has(finding.rule)
}

function covers(rule: Acceptance, finding: Finding): boolean {
  if (rule.rule !== finding.rule) return false
  return (['store', 'table', 'column', 'pipeline'] as const).every((key) => rule[key] === undefined || rule[key] === finding[key])
}
