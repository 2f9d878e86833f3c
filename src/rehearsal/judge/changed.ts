import { newFailures } from '../blame/failures.ts'
import { touchedTables } from '../blame/touches.ts'
import type { Blame } from '../blame/types.ts'
import type { Trial } from '../trial.ts'
import type { Finding } from '../types.ts'
import { blameFields } from './blame-fields.ts'
import { describeEffect } from './effect.ts'
import { type Effect, ruleFor } from './effect-rules.ts'
import { fileEffects } from './file-effects.ts'
import type { Judgement } from './judge.ts'
import { isExitCodeAlone, printedDifference } from './printed.ts'
import { inheritedCause } from './upstream.ts'

/** Pure: the findings on a pipeline that ran to its end on both sides. `blame` is only asked where something differs. */
export function changedFindings(trial: Trial, blame: () => readonly Blame[], upstream: readonly Judgement[]): Finding[] {
  const effects = [...tableEffects(trial), ...fileEffects(trial), ...printedEffects(trial)]
  const [first] = effects
  if (first === undefined) return swallowedFindings(trial, blame)
  const base = { severity: 'changed', pipeline: trial.pipeline.name } as const
  const all = blame()
  const isSure = all.some(({ weight }) => weight === 'error' || weight === 'strong')
  const inherited = isSure ? undefined : inheritedCause(trial, upstream)
  const blames = inherited === undefined ? all : []
  const because = blames.length > 0 ? '' : (inherited?.text ?? otherCause(trial))
  const cause = blames[0]?.change.id ?? inherited?.cause
  const place = blames[0]?.places[0] ?? (inherited === undefined ? trial.editedFiles[0] : undefined)
  const shared = { ...base, ...(cause === undefined ? {} : { cause }), ...(place === undefined ? {} : { place }) }
  const columns = blames.map((each): Finding => ({ ...base, ...blameFields(each), level: 'VALUE', effect: first.effect }))
  return [...columns, ...effects.map((effect) => ({ ...base, ...effect, ...shared, effect: effect.effect + because }))]
}

function tableEffects(trial: Trial): Effect[] {
  return Object.entries(trial.outputs).flatMap(([store, output]) =>
    output.differences.map((difference) => ({
      ...ruleFor(difference),
      store,
      table: difference.delta.table,
      effect: describeEffect(difference),
    })),
  )
}

function printedEffects(trial: Trial): Effect[] {
  const printed = printedDifference(trial)
  return printed === undefined ? [] : [{ rule: 'OUTPUT_SAME', level: 'VALUE', effect: printed }]
}

/** A statement that fails now, of which the exit code says nothing. Where nothing else could differ, that is the difference. */
function swallowedFindings(trial: Trial, blame: () => readonly Blame[]): Finding[] {
  const failures = newFailures(trial)
  if (failures.length === 0) return []
  const severity = isExitCodeAlone(trial) ? 'changed' : 'note'
  const base = { rule: 'STATEMENT_RUNS', level: 'STATEMENT', severity, pipeline: trial.pipeline.name } as const
  const blames = blame().filter(({ failure }) => failure !== undefined)
  return failures.map(({ store, error, statement }): Finding => {
    const own = blames.find(({ failure }) => failure?.error === error)
    const effect = `it ends with exit code 0, but a statement fails after the change: ${error.message} (SQLSTATE ${error.sqlState})`
    return {
      ...base,
      store,
      ...(statement === undefined ? {} : { statement }),
      ...(own === undefined ? {} : blameFields(own)),
      rule: base.rule,
      effect,
    }
  })
}

function otherCause(trial: Trial): string {
  const altered = [...touchedTables(trial)].filter((table) => trial.alteredByChange.has(table))
  if (altered.length > 0) return `; the change altered rows of ${altered.join(', ')}, which it uses`
  const files = trial.editedFiles.map(({ file }) => file)
  return files.length > 0 ? `; its own code changed (${files.slice(0, 3).join(', ')})` : ''
}
