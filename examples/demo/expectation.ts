import type { Finding, Verdict } from '../../src/rehearsal/types.ts'
import type { Change } from './changes.ts'

/** What a verdict lacks of what its change must lead to, in sentences; empty when it is as expected. */
export function compareWithExpectation(change: Change, verdict: Verdict): string[] {
  const missing = change.findings.filter((wanted) => !verdict.findings.some((finding) => matches(finding, wanted, verdict)))
  return [
    ...(verdict.status === change.verdict ? [] : [`${change.name}: the verdict is ${verdict.status}, and not ${change.verdict}`]),
    ...missing.map((wanted) => `${change.name}: no finding names ${wanted.pipeline}, ${wanted.column}, its migration and the effect`),
  ]
}

function matches(finding: Finding, wanted: Change['findings'][number], verdict: Verdict): boolean {
  const cause = verdict.schema.find((change) => change.id === finding.cause)
  return (
    finding.pipeline === wanted.pipeline &&
    finding.column === wanted.column &&
    cause?.migration !== undefined &&
    (wanted.effect ?? /./).test(finding.effect)
  )
}
