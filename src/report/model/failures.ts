import type { PipelineResult, RunResult, Verdict } from '../../rehearsal/types.ts'
import { cleanLine, failingLines } from '../clean.ts'
import type { FailureSummary } from '../types.ts'

/** The first failing lines of every check and pipeline that failed; of a pipeline whose baseline failed, of that. */
export function summarizeFailures(verdict: Verdict): FailureSummary[] {
  const checks = verdict.checks
    .filter((check) => check.status === 'failed')
    .map((check) => summarizeFailure(`check ${cleanLine(check.name, 80)}`, check.run))
  return [...checks, ...verdict.pipelines.flatMap(summarizePipelineFailure)]
}

function summarizePipelineFailure(pipeline: PipelineResult): FailureSummary[] {
  const name = `pipeline ${cleanLine(pipeline.name, 80)}`
  const { baseline, candidate } = pipeline
  if (baseline !== undefined && hasFailed(baseline)) return [summarizeFailure(`${name}, without the change`, baseline)]
  return candidate !== undefined && hasFailed(candidate) ? [summarizeFailure(`${name}, with the change`, candidate)] : []
}

function summarizeFailure(subject: string, run: RunResult): FailureSummary {
  const lines = failingLines(run.output)
  const errors = run.errors.slice(0, 3).map((error) => cleanLine(`${error.message} (SQLSTATE ${error.sqlState})`))
  return { subject, ended: describeEnd(run), lines: lines.length > 0 ? lines : errors }
}

function describeEnd(run: RunResult): string {
  if (run.timedOut) return 'timed out'
  return run.exitCode === null ? 'ended by a signal' : `exit code ${run.exitCode}`
}

function hasFailed(run: RunResult): boolean {
  return run.timedOut || run.exitCode !== 0
}
