import { type ExitCode, fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { formatFace, type OwnFace } from '../report/face.ts'
import { summarize } from '../report/summarize.ts'
import { composeMail } from './notify.ts'
import { type Outcome, reportContext, writeReport } from './report.ts'
import { openRun, type Run, type RunOptions } from './run.ts'
import { wholeVerdict } from './shards.ts'

export interface ReportOptions extends RunOptions {
  /** Prints this face alone, and writes none. */
  format?: OwnFace | 'mail' | undefined
}

/**
 * Renders the report from the result files, those of shards merged, and ends as the verdict says: every face to the results
 * folder, or with `format` one face to stdout. Throws `cli.no_verdict` where there is none.
 */
export async function renderReport(options: ReportOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const [replica, teardown] = await Promise.all([run.results.replica(), run.results.teardown()])
  const verdict = await wholeVerdict(run, { replica, teardown })
  if (verdict === undefined) throw fail('cli.no_verdict', { folder: run.results.named })
  if (options.format === undefined) await writeReport(run, { verdict, replica, teardown })
  else ports.output.print(await renderFace(run, { verdict, replica, teardown }, options.format))
  return exitCodeOf(verdict)
}

async function renderFace(run: Run, outcome: Outcome, format: OwnFace | 'mail'): Promise<string> {
  const summary = summarize(outcome.verdict, await reportContext(run, outcome))
  if (format === 'mail') return new TextDecoder().decode(composeMail(run, summary).raw)
  const { wantsColour, columns } = run.ports.output
  return formatFace(format, summary, { colour: wantsColour, columns })
}
