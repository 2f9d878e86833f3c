import { type ExitCode, fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { writeReport } from './report.ts'
import { openRun, type RunOptions } from './run.ts'
import { wholeVerdict } from './shards.ts'

/**
 * Renders every face of the report from the result files, those of shards merged, and ends as the verdict says. Throws
 * `cli.no_verdict` where there is none.
 */
export async function renderReport(options: RunOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const [replica, teardown] = await Promise.all([run.results.replica(), run.results.teardown()])
  const verdict = await wholeVerdict(run, { replica, teardown })
  if (verdict === undefined) throw fail('cli.no_verdict', { folder: run.results.named })
  await writeReport(run, { verdict, replica, teardown })
  return exitCodeOf(verdict)
}
