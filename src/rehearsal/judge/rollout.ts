import { findBlame } from '../blame/find-blame.ts'
import type { TrackedChange } from '../context.ts'
import { succeeded } from '../run-side.ts'
import type { Trial } from '../trial.ts'
import type { Finding } from '../types.ts'
import { brokenFindings } from './broken.ts'

/**
 * Pure: the findings on the base revision's code where it fails on the changed stores, as it runs between a migration and
 * the deploy. None where the checkout's code is the same and fails as well: that is said already.
 */
export function rolloutFindings(trial: Trial, changes: readonly TrackedChange[]): Finding[] {
  const { rollout, baseCode, editedFiles } = trial
  if (rollout === undefined || succeeded(rollout.result)) return []
  if (editedFiles.length === 0 && !succeeded(trial.candidate.result)) return []
  const asCandidate: Trial = { ...trial, candidate: rollout, code: baseCode, editedFiles: [] }
  return brokenFindings(asCandidate, findBlame(asCandidate, changes), []).map((finding) => ({
    ...finding,
    side: 'rollout',
    effect: `between the migration and the deploy it fails: the base revision's code ${finding.effect}`,
  }))
}
