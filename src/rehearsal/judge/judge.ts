import { findBlame } from '../blame/find-blame.ts'
import { readColumns } from '../blame/touches.ts'
import type { TrackedChange } from '../context.ts'
import { succeeded } from '../run-side.ts'
import type { Trial } from '../trial.ts'
import type { FileResults, Finding, PipelineResult } from '../types.ts'
import { brokenFindings } from './broken.ts'
import { changedFindings } from './changed.ts'
import { rolloutFindings } from './rollout.ts'

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
  const rollout = rolloutFindings(trial, changes)
  if (!succeeded(trial.candidate.result)) {
    const findings = [...brokenFindings(trial, findBlame(trial, changes), upstream), ...rollout]
    return { result: { ...facts, status: 'broken' }, findings }
  }
  const findings = [...changedFindings(trial, () => findBlame(trial, changes), upstream), ...rollout]
  if (rollout.length > 0) return { result: { ...facts, status: 'broken' }, findings }
  if (findings.some(({ severity }) => severity !== 'note')) return { result: { ...facts, status: 'changed' }, findings }
  const nothing = nothingToCompare(trial)
  if (nothing !== undefined) return { result: { ...facts, status: 'inconclusive', reason: nothing }, findings }
  return { result: { ...facts, status: 'passed' }, findings }
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
    ...(pipeline.outputs === undefined ? {} : { files: fileResults(trial) }),
    ...(trial.rollout === undefined ? {} : { rollout: trial.rollout.result }),
  }
}

function fileResults({ files: { written, differences, unstable } }: Trial): FileResults {
  const plain = differences.map(({ file, bytes, rows }) => ({ file, bytes, ...(rows === undefined ? {} : { rows: rows.delta }) }))
  return { written, differences: plain, unstable }
}

function baselineReason(trial: Trial): string {
  const [first, second] = [trial.baseline.result, trial.control.result]
  if (succeeded(first) !== succeeded(second)) return 'it passes and fails by turns without the change'
  return `it fails without the change too: ${first.timedOut ? 'not finished in time' : `exit code ${first.exitCode ?? 'none'}`}`
}

function nothingToCompare(trial: Trial): string | undefined {
  const all = [...Object.values(trial.outputs), trial.files]
  const written = all.flatMap((output) => output.written)
  const lost = all.flatMap((output) => output.uncomparable)
  if (lost.length === 0 || written.some((table) => !lost.includes(table))) return undefined
  return `two runs without the change differ in everything that it writes (${lost.join(', ')}): nothing stable is left to compare`
}
