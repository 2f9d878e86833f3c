import type { OutputDifference } from '../store/compare/outputs.ts'
import { type Blame, findBlame, readColumns, touchedTables } from './blame.ts'
import type { TrackedChange } from './context.ts'
import { describeEffect } from './effect.ts'
import { printedDifference } from './printed.ts'
import { succeeded } from './run-side.ts'
import type { Trial } from './trial.ts'
import type { Finding, PipelineResult } from './types.ts'

/** A pipeline's result and the findings on it. */
export interface Judgement {
  result: PipelineResult
  findings: readonly Finding[]
}

/** Pure: the verdict on one pipeline that ran on every side. `upstream` are the judgements on pipelines before it. */
export function judgeTrial(trial: Trial, changes: readonly TrackedChange[], upstream: readonly Judgement[]): Judgement {
  const facts = resultFacts(trial)
  if (!succeeded(trial.baseline.result) || !succeeded(trial.control.result))
    return { result: { ...facts, status: 'inconclusive', reason: baselineReason(trial) }, findings: [] }
  if (!succeeded(trial.candidate.result)) {
    return { result: { ...facts, status: 'broken' }, findings: brokenFindings(trial, changes) }
  }
  const findings = changedFindings(trial, changes, upstream)
  if (findings.length > 0) return { result: { ...facts, status: 'changed' }, findings }
  const nothing = nothingToCompare(trial)
  if (nothing !== undefined) return { result: { ...facts, status: 'inconclusive', reason: nothing }, findings: [] }
  return { result: { ...facts, status: 'passed' }, findings: [] }
}

function resultFacts(trial: Trial): Omit<PipelineResult, 'status'> {
  const { pipeline, baseline, candidate, store, outputs } = trial
  const inStore = (list: (name: string) => readonly string[]): string[] =>
    Object.keys(outputs).flatMap((name) => list(name).map((item) => `${name}.${item}`))
  return {
    name: pipeline.name,
    kind: pipeline.job.kind,
    ...(store === undefined ? {} : { store }),
    needs: pipeline.needs,
    baseline: baseline.result,
    candidate: candidate.result,
    reads: readColumns(trial),
    writes: inStore((name) => outputs[name]?.written ?? []),
    differences: Object.entries(outputs).flatMap(([name, output]) => output.differences.map(({ delta }) => ({ ...delta, store: name }))),
    unstable: inStore((name) => outputs[name]?.unstable ?? []),
  }
}

function baselineReason(trial: Trial): string {
  const [first, second] = [trial.baseline.result, trial.control.result]
  if (succeeded(first) !== succeeded(second)) return 'it passes and fails by turns without the change'
  return `it fails without the change too: ${first.timedOut ? 'not finished in time' : `exit code ${first.exitCode ?? 'none'}`}`
}

function nothingToCompare(trial: Trial): string | undefined {
  const written = Object.values(trial.outputs).flatMap((output) => output.written)
  const lost = Object.values(trial.outputs).flatMap((output) => output.uncomparable)
  if (lost.length === 0 || written.some((table) => !lost.includes(table))) return undefined
  return `two runs without the change differ in everything that it writes (${lost.join(', ')}): nothing stable is left to compare`
}

function brokenFindings(trial: Trial, changes: readonly TrackedChange[]): Finding[] {
  const { result, recordings } = trial.candidate
  const failures = Object.entries(recordings).flatMap(([store, { errors, statements }]) =>
    errors.map((error) => ({ store, error, statement: statements.get(error.fingerprint ?? '')?.text })),
  )
  const failure = failures.at(-1)
  const how = result.timedOut ? 'is not finished in time' : `ends with exit code ${result.exitCode ?? 'none'}`
  const why = failure === undefined ? complaintOf(result.output) : `${failure.error.message} (SQLSTATE ${failure.error.sqlState})`
  const base = {
    level: 'STATEMENT',
    severity: 'broken',
    pipeline: trial.pipeline.name,
    effect: `${how} after the change${why === '' ? '' : `: ${why}`}`,
  } as const
  const statement = failure?.statement === undefined ? {} : { statement: failure.statement }
  const blames = findBlame(trial, changes)
  if (blames.length > 0) return blames.map((blame) => ({ ...base, ...blameFields(blame), ...statement }))
  const store = failure?.store ?? trial.store
  return [{ rule: 'PIPELINE_RUNS', ...base, ...(store === undefined ? {} : { store }), ...statement, ...editedPlace(trial) }]
}

/** The line of a failed run's output that says most: its last error, else its last line. */
function complaintOf(output: string): string {
  const lines = output.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const line = lines.findLast((text) => /^[\w.:]*(?:error|exception)\b/i.test(text)) ?? lines.at(-1) ?? ''
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}

function blameFields(blame: Blame): Pick<Finding, 'rule' | 'store' | 'table' | 'column' | 'cause' | 'statement' | 'place'> {
  const { change, rule, statement, place } = blame
  return {
    rule,
    store: change.store,
    table: change.table,
    ...(change.column === undefined ? {} : { column: change.column }),
    cause: change.id,
    ...(statement === undefined ? {} : { statement }),
    ...(place === undefined ? {} : { place }),
  }
}

function editedPlace(trial: Trial): Pick<Finding, 'place'> {
  const [edited] = trial.editedFiles
  return edited === undefined ? {} : { place: edited }
}

function changedFindings(trial: Trial, changes: readonly TrackedChange[], upstream: readonly Judgement[]): Finding[] {
  const differences = Object.entries(trial.outputs).flatMap(([store, output]) =>
    output.differences.map((difference) => ({ store, difference })),
  )
  const printed = printedDifference(trial)
  if (differences.length === 0 && printed === undefined) return []
  const effects = differences.map(({ store, difference }) => ({ store, difference, effect: describeEffect(difference) }))
  const effect = effects[0]?.effect ?? printed ?? ''
  const base = { severity: 'changed', pipeline: trial.pipeline.name } as const
  const blames = findBlame(trial, changes)
  const inherited = blames.length > 0 ? undefined : inheritedCause(trial, upstream)
  const because = blames.length > 0 ? '' : (inherited?.text ?? otherCause(trial))
  const cause = blames[0]?.change.id ?? inherited?.cause
  const causeField = cause === undefined ? {} : { cause }
  const place = blames[0]?.place ?? (inherited === undefined ? editedPlace(trial).place : undefined)
  const shared = { ...base, ...causeField, ...(place === undefined ? {} : { place }) }
  const columns = blames.map((blame): Finding => ({ ...base, ...blameFields(blame), level: 'VALUE', effect }))
  const tables = effects.map(
    ({ store, difference, effect }): Finding => ({
      ...shared,
      ...ruleFor(difference),
      store,
      table: difference.delta.table,
      effect: effect + because,
    }),
  )
  const print: Finding[] = printed === undefined ? [] : [{ ...shared, rule: 'OUTPUT_SAME', level: 'VALUE', effect: printed + because }]
  return [...columns, ...tables, ...print]
}

function ruleFor({ delta, missing, added }: OutputDifference): Pick<Finding, 'rule' | 'level'> {
  if (missing.length + added.length > 0) return { rule: 'OUTPUT_SAME', level: 'SHAPE' }
  if (delta.rows.before !== delta.rows.after) return { rule: 'ROWCOUNT_SAME', level: 'VALUE' }
  const emptied = delta.columns.some(({ nulls }) => nulls.after > nulls.before)
  return { rule: emptied ? 'NULLRATE_SAME' : 'OUTPUT_SAME', level: 'VALUE' }
}

/** A table that a pipeline before this one now writes differently, and that this one touches. */
function inheritedCause(trial: Trial, upstream: readonly Judgement[]): { text: string; cause: string | undefined } | undefined {
  const touched = touchedTables(trial)
  for (const { result, findings } of upstream)
    for (const { store, table } of result.differences) {
      if (!touched.has(`${store}.${table}`)) continue
      const cause = findings.find((finding) => finding.cause !== undefined)?.cause
      return { text: `; it reads ${table}, which ${result.name} now writes differently`, cause }
    }
  return undefined
}

function otherCause(trial: Trial): string {
  const altered = [...touchedTables(trial)].filter((table) => trial.alteredByChange.has(table))
  if (altered.length > 0) return `; the change altered rows of ${altered.join(', ')}, which it uses`
  const files = trial.editedFiles.map(({ file }) => file)
  return files.length > 0 ? `; its own code changed (${files.slice(0, 3).join(', ')})` : ''
}
