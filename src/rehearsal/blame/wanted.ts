import { type SqlName, sqlStatements } from '../code/sql-statements.ts'
import type { Trial } from '../trial.ts'
import type { Wanted } from './places.ts'
import type { Failure, Suspect } from './types.ts'

const mostOthers = 300

/** Pure: what to look for in the code of a pipeline that felt a change. */
export function wantedOf(trial: Trial, suspect: Suspect, trace: Wanted['trace']): Wanted {
  const { change } = suspect.tracked
  const recorded = [...(trial.baseline.recordings[change.store]?.statements.values() ?? [])]
  const own = new Set(suspect.statements)
  const column = change.column?.toLowerCase()
  const table = change.table.replace(/\(.*$/, '').replace(/^.*\./, '').toLowerCase()
  const failed = suspect.failure === undefined ? undefined : failedStatement(trial, suspect.failure, column ?? table)
  return {
    ...(column === undefined ? {} : { column }),
    table,
    statements: recorded.filter(({ fingerprint }) => own.has(fingerprint)).map(({ text }) => text),
    otherStatements: recorded
      .filter(({ fingerprint }) => !own.has(fingerprint))
      .slice(0, mostOthers)
      .map(({ text }) => text),
    ...(failed === undefined ? {} : { failed }),
    trace,
  }
}

function failedStatement(trial: Trial, { store, error, statement }: Failure, name: string): Wanted['failed'] {
  if (statement === undefined) return undefined
  const sample = trial.candidate.samples[store]?.find(({ fingerprint }) => fingerprint === error.fingerprint)?.sql
  const mention = sample === undefined || error.position === undefined ? undefined : nearestMention(sample, name, error.position - 1)
  const line = trial.pipeline.job.kind === 'sql' ? Number(/^[^:\n]+:(\d+): /.exec(trial.candidate.result.output)?.[1] ?? 0) : 0
  return { text: statement, mention, ...(line === 0 ? {} : { line }) }
}

/** Which of the statement's mentions of a name is nearest to the character that the server points at. */
function nearestMention(sql: string, name: string, position: number): number | undefined {
  const mentions = (sqlStatements([{ text: sql, start: 0, hole: false }])[0]?.names ?? []).filter((each) => each.name === name)
  const distance = ({ at }: SqlName): number => Math.abs(at - position)
  const nearest = mentions.reduce<number>((best, mention, at) => {
    const other = mentions[best]
    return other !== undefined && distance(other) <= distance(mention) ? best : at
  }, 0)
  return mentions.length === 0 ? undefined : nearest
}
