import { analyseCode } from '../code/analyse.ts'
import type { TrackedChange } from '../context.ts'
import type { Trial } from '../trial.ts'
import type { SchemaChangeKind } from '../types.ts'
import { explains } from './clues.ts'
import { newFailures } from './failures.ts'
import { complaintOf, freshOutput, isNamedIn } from './output.ts'
import { findPlaces } from './places.ts'
import { ruleFor, weightOf } from './rules.ts'
import { fingerprintsFeeling } from './touches.ts'
import { tracedLines } from './trace.ts'
import type { Blame, Failure, Suspect } from './types.ts'
import { wantedOf } from './wanted.ts'

/**
 * Pure: the changes that a pipeline can have felt. Errors of the server lead to those that explain them, a failed
 * script's output to those that it names. Without such a trace they are those that the baseline touched, of which data
 * that came otherwise outweighs what only forbids something, and that what was added.
 */
export function findBlame(trial: Trial, changes: readonly TrackedChange[]): Blame[] {
  const felt = changes.flatMap((tracked) => {
    const statements = fingerprintsFeeling(trial, tracked)
    return statements === undefined || weightOf(tracked.change.kind) === 'none' || !isReal(trial, tracked) ? [] : [{ tracked, statements }]
  })
  const suspects = suspectsOf(trial, changes, felt)
  if (suspects.length === 0) return []
  const code = [...trial.code].map(([file, text]) => analyseCode(file, text))
  const trace = tracedLines(trial.candidate.result.output, trial.code)
  return suspects.map((suspect) => ({
    change: suspect.tracked.change,
    rule: ruleFor(suspect.tracked.change),
    weight: suspect.weight,
    ...statementOf(trial, suspect),
    ...(suspect.failure === undefined ? {} : { failure: suspect.failure }),
    places: findPlaces(code, wantedOf(trial, suspect, trace)),
  }))
}

type Felt = Omit<Suspect, 'weight'>

function suspectsOf(trial: Trial, changes: readonly TrackedChange[], felt: readonly Felt[]): Suspect[] {
  const byError = newFailures(trial).flatMap((failure) => suspectsOfError(trial, changes, felt, failure))
  if (byError.length > 0) return withoutRepetition(byError)
  const broken = trial.candidate.result.exitCode !== 0
  const output = broken ? freshOutput(trial) : ''
  const named = felt.filter(({ tracked }) => weightOf(tracked.change.kind) === 'strong' && isNamedIn(tracked.change, complaintOf(output)))
  if (named.length > 0) return named.map((each) => ({ ...each, weight: 'strong' }))
  for (const weight of ['strong', 'weak', 'additive'] as const) {
    const found = felt.filter(({ tracked }) => weightOf(tracked.change.kind) === weight)
    if (found.length > 0) return found.map((each) => ({ ...each, weight }))
  }
  return byElimination(trial, changes)
}

function suspectsOfError(trial: Trial, changes: readonly TrackedChange[], felt: readonly Felt[], failure: Failure): Suspect[] {
  const scored = changes
    .filter(({ change }) => change.store === failure.store)
    .map((tracked) => {
      const own = felt.find((each) => each.tracked === tracked)
      const isFelt = own !== undefined && (own.statements.includes(failure.error.fingerprint ?? '') || !isKnown(trial, failure))
      return { tracked, statements: own?.statements ?? [], score: explains(tracked.change, failure.error, isFelt) }
    })
  const best = Math.max(0, ...scored.map(({ score }) => score))
  return scored.filter(({ score }) => score > 0 && score === best).map(({ score: _, ...each }) => ({ ...each, weight: 'error', failure }))
}

/** Whether the baseline carried out the same statement, so that what it touches is known. */
function isKnown(trial: Trial, { store, error }: Failure): boolean {
  return trial.baseline.recordings[store]?.statements.has(error.fingerprint ?? '') === true
}

function withoutRepetition(suspects: readonly Suspect[]): Suspect[] {
  return [...new Map([...suspects].reverse().map((suspect) => [suspect.tracked.change.id, suspect])).values()].reverse()
}

/** Rows that a migration may have changed count where they differ. */
function isReal(trial: Trial, { change }: TrackedChange): boolean {
  return change.kind !== 'rows_changed' || trial.alteredByChange.has(`${change.store}.${change.table}`)
}

/** Where code and data before are the same, a change that is alone with what it does must be to blame. */
function byElimination(trial: Trial, changes: readonly TrackedChange[]): Suspect[] {
  if (trial.editedFiles.length > 0 || trial.pipeline.needs.length > 0) return []
  const able = changes.filter(({ change }) => isAble(change.kind) && (trial.store === undefined || change.store === trial.store))
  const [only] = able
  return only === undefined || able.length > 1 ? [] : [{ tracked: only, statements: [], weight: 'elimination' }]
}

function isAble(kind: SchemaChangeKind): boolean {
  return weightOf(kind) === 'strong'
}

function statementOf(trial: Trial, { tracked, statements, failure }: Suspect): { statement?: string } {
  const recorded = trial.baseline.recordings[tracked.change.store]?.statements
  const text = failure?.statement ?? recorded?.get(statements[0] ?? '')?.text
  return text === undefined ? {} : { statement: text }
}
