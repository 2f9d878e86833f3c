import type { RecordedError } from '../../store/record/recording.ts'
import type { Trial } from '../trial.ts'
import type { Failure } from './types.ts'

/** The errors that follow from an error before. */
const echoes = /^25P0[12]$/

/** Pure: the candidate's errors that the baseline did not meet, in their order, one of each kind. */
export function newFailures(trial: Trial): Failure[] {
  return Object.entries(trial.candidate.recordings).flatMap(([store, recording]) => {
    const known = new Set(trial.baseline.recordings[store]?.errors.map(keyOf))
    const seen = new Set<string>()
    return recording.errors.flatMap((error): Failure[] => {
      const key = keyOf(error)
      if (known.has(key) || seen.has(key) || echoes.test(error.sqlState)) return []
      seen.add(key)
      const statement = recording.statements.get(error.fingerprint ?? '')?.text
      return [statement === undefined ? { store, error } : { store, error, statement }]
    })
  })
}

function keyOf({ fingerprint, sqlState }: RecordedError): string {
  return `${fingerprint ?? ''} ${sqlState}`
}
