import type { CheckSpec } from '../spec/types.ts'
import type { Store } from '../store/types.ts'
import type { Rehearsal } from './context.ts'
import { obstacleOf } from './hostnames/hostnames.ts'
import { runSide, type SideRun, succeeded } from './run-side.ts'
import type { CheckResult, Finding, Verdict } from './types.ts'
import { checkWithoutRun } from './without-run.ts'

/** Runs the team's checks, one after another, with the checkout's code on a clone of the changed stores. */
export async function runChecks(
  checks: readonly CheckSpec[],
  rehearsal: Rehearsal,
): Promise<{ results: CheckResult[]; findings: Finding[]; notTested: Verdict['notTested'][number][] }> {
  if (checks.length === 0) return { results: [], findings: [], notTested: [] }
  const stores = await rehearsal.clones.of(rehearsal.candidate, 'checks')
  const results: CheckResult[] = []
  const findings: Finding[] = []
  const notTested: Verdict['notTested'][number][] = []
  try {
    for (const check of checks) {
      const refusal = await obstacleOf({ job: { kind: 'command', run: check.run } }, rehearsal)
      if (refusal !== undefined) {
        results.push(checkWithoutRun(check.name))
        notTested.push({ what: check.name, why: refusal })
        continue
      }
      const run = await runCheck(check, stores, rehearsal)
      const status = succeeded(run.result) ? 'passed' : 'failed'
      const seconds = Math.round(run.result.durationMs / 100) / 10
      rehearsal.ports.emit('check.finished', { check: check.name, status, seconds })
      results.push({ name: check.name, status, run: run.result })
      if (status === 'failed') findings.push(checkFailed(check, run))
    }
  } finally {
    await rehearsal.clones.drop(stores)
  }
  return { results, findings, notTested }
}

function runCheck(check: CheckSpec, stores: Readonly<Record<string, Store>>, rehearsal: Rehearsal): Promise<SideRun> {
  const job = { kind: 'command', run: check.run } as const
  const side = { name: 'candidate', stores, folder: rehearsal.code.candidate } as const
  const { name, timeoutMs, store } = check
  return rehearsal.limit(() => runSide({ name, job, timeoutMs, ...(store === undefined ? {} : { store }) }, side, rehearsal))
}

function checkFailed(check: CheckSpec, { result }: SideRun): Finding {
  const error = result.errors.at(-1)
  const why = error === undefined ? '' : `: ${error.message} (SQLSTATE ${error.sqlState})`
  const how = result.timedOut ? 'is not finished in time' : `ends with exit code ${result.exitCode ?? 'none'}`
  return { rule: 'CHECK_PASSES', level: 'STATEMENT', severity: 'broken', check: check.name, effect: `${how}${why}` }
}
