import { ExitCode } from '../errors.ts'
import type { Verdict } from '../rehearsal/types.ts'

type Judged = Pick<Verdict, 'status' | 'findings'>

/**
 * The exit code of a verdict: 0 passed, or changed and accepted; 1 broken, or changed and not accepted; 3 inconclusive.
 * @param accepted whether the team accepts the changes; by default, whether every finding carries an acceptance.
 */
export function exitCodeOf(verdict: Judged, accepted: boolean = isAccepted(verdict)): ExitCode {
  if (verdict.status === 'changed') return accepted ? ExitCode.passed : ExitCode.broken
  return { passed: ExitCode.passed, broken: ExitCode.broken, inconclusive: ExitCode.inconclusive }[verdict.status]
}

/** Whether every finding that is more than a note is accepted in replica.yml, and there is one. */
export function isAccepted(verdict: Judged): boolean {
  const effects = verdict.findings.filter((finding) => finding.severity !== 'note')
  return effects.length > 0 && effects.every((finding) => finding.accepted !== undefined)
}
