import type { PipelineSpec } from '../spec/types.ts'
import type { CheckResult, PipelineResult, RunResult } from './types.ts'

/** The result of a pipeline that did not run. */
export function withoutRun(pipeline: PipelineSpec, status: 'skipped' | 'not_run' | 'inconclusive', reason: string): PipelineResult {
  const { name, job, needs, store } = pipeline
  const empty = { reads: [], writes: [], differences: [], unstable: [] }
  return { name, kind: job.kind, needs, status, reason, ...(store === undefined ? {} : { store }), ...empty }
}

/** The result of a check that did not run. */
export function checkWithoutRun(name: string): CheckResult {
  const run: RunResult = { exitCode: null, timedOut: false, durationMs: 0, output: '', statements: 0, errors: [] }
  return { name, status: 'skipped', run }
}
