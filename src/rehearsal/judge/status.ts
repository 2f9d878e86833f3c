import type { Finding, Verdict, VerdictStatus } from '../types.ts'

/** Pure: the verdict as a whole. What is broken outweighs what changed, and both what could not be judged. */
export function decideStatus(verdict: Pick<Verdict, 'findings' | 'pipelines' | 'checks'>): VerdictStatus {
  const open = verdict.findings.filter((finding) => finding.accepted === undefined)
  if (open.some(({ severity }) => severity === 'broken')) return 'broken'
  if (open.some(({ severity }) => severity === 'changed')) return 'changed'
  if (verdict.pipelines.some(({ status }) => status === 'inconclusive')) return 'inconclusive'
  return ranNothing(verdict) ? 'inconclusive' : 'passed'
}

/** Whether there was something to run, and none of it ran. */
function ranNothing({ pipelines, checks }: Pick<Verdict, 'pipelines' | 'checks'>): boolean {
  const ran = [...pipelines, ...checks].filter(({ status }) => status !== 'skipped' && status !== 'not_run')
  return pipelines.length + checks.length > 0 && ran.length === 0
}

const severities = ['broken', 'changed', 'note']

/** Pure: the worst first; findings that name a column before those on the data it moved. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding): string =>
    [
      finding.accepted === undefined ? 0 : 1,
      severities.indexOf(finding.severity),
      finding.pipeline ?? finding.check ?? '',
      finding.column === undefined ? 1 : 0,
      finding.rule,
      finding.table ?? '',
      finding.column ?? '',
    ].join('\u0000')
  return [...findings].sort((one, other) => (rank(one) < rank(other) ? -1 : 1))
}
