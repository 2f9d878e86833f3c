import { newFailures } from '../blame/failures.ts'
import { complaintOf, freshOutput } from '../blame/output.ts'
import { tracedLines } from '../blame/trace.ts'
import type { Blame, Failure } from '../blame/types.ts'
import type { Trial } from '../trial.ts'
import type { Finding } from '../types.ts'
import { blameFields } from './blame-fields.ts'
import type { Judgement } from './judge.ts'
import { inheritedCause } from './upstream.ts'

/** Pure: the findings on a pipeline that fails after the change, and only then. */
export function brokenFindings(trial: Trial, blames: readonly Blame[], upstream: readonly Judgement[]): Finding[] {
  const failure = newFailures(trial).at(-1)
  const base = { level: 'STATEMENT', severity: 'broken', pipeline: trial.pipeline.name } as const
  const inherited = isWeak(blames) ? inheritedCause(trial, upstream) : undefined
  if (blames.length > 0 && inherited === undefined)
    return blames.map((blame) => ({ ...base, ...blameFields(blame), effect: effectOf(trial, blame.failure ?? failure) }))
  const store = failure?.store ?? trial.store
  const finding = {
    rule: 'PIPELINE_RUNS',
    ...base,
    ...(store === undefined ? {} : { store }),
    ...(failure?.statement === undefined ? {} : { statement: failure.statement }),
    ...placeOf(trial, inherited !== undefined),
    effect: effectOf(trial, failure) + (inherited?.text ?? ''),
  }
  return [inherited?.cause === undefined ? finding : { ...finding, cause: inherited.cause }]
}

/** Whether the changes say less than what a pipeline before this one does. */
function isWeak(blames: readonly Blame[]): boolean {
  return blames.every(({ weight }) => weight !== 'error' && weight !== 'strong')
}

function effectOf(trial: Trial, failure: Failure | undefined): string {
  const { result } = trial.candidate
  const how = result.timedOut ? 'is not finished in time' : `ends with exit code ${result.exitCode ?? 'none'}`
  const complaint = failure === undefined ? complaintOf(freshOutput(trial) || result.output) : ''
  const why = failure === undefined ? complaint : `${failure.error.message} (SQLSTATE ${failure.error.sqlState})`
  return `${how} after the change${why === '' ? '' : `: ${why}`}`
}

/** Where its own code was edited, else the line that its error names. */
function placeOf(trial: Trial, isInherited: boolean): Pick<Finding, 'place'> {
  const place = (isInherited ? undefined : trial.editedFiles[0]) ?? tracedLines(trial.candidate.result.output, trial.code)[0]
  return place === undefined ? {} : { place }
}
