import type { Acceptance } from '../spec/types.ts'
import type { Finding } from './types.ts'

/** Pure: the findings, those that the team intends marked as accepted. `today` is YYYY-MM-DD in UTC. */
export function acceptFindings(findings: readonly Finding[], rules: readonly Acceptance[], today: string): Finding[] {
  return findings.map((finding) => {
    const rule = rules.find((each) => each.until >= today && covers(each, finding))
    return rule === undefined ? finding : { ...finding, accepted: { because: rule.because, until: rule.until } }
  })
}

function covers(rule: Acceptance, finding: Finding): boolean {
  if (rule.rule !== finding.rule) return false
  return (['store', 'table', 'column', 'pipeline'] as const).every((key) => rule[key] === undefined || rule[key] === finding[key])
}
