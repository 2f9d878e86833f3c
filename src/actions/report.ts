import type { Verdict } from '../rehearsal/types.ts'
import { formatHtml } from '../report/html.ts'
import { formatJunit } from '../report/junit.ts'
import { formatMarkdown } from '../report/markdown.ts'
import { summarize } from '../report/summarize.ts'
import { formatTerminal } from '../report/terminal.ts'
import type { ReportContext, Summary } from '../report/types.ts'
import type { Replica } from '../stack/types.ts'
import type { Teardown } from './results.ts'
import type { Run } from './run.ts'

export interface Outcome {
  verdict?: Verdict | undefined
  replica?: Replica | undefined
  teardown?: Teardown | undefined
}

/** Writes every face of the report to the results folder, and tells the verdict: as text, or as JSON with `--json`. */
export async function writeReport(run: Run, outcome: Outcome): Promise<void> {
  const summary = await writeFaces(run, outcome)
  const { output } = run.ports
  if (run.json) output.print(`${JSON.stringify(outcome, null, 2)}\n`)
  else output.print(formatTerminal(summary, { colour: false, columns: output.columns }))
}

/** Writes every face of the report to the results folder. */
export async function writeFaces(run: Run, outcome: Outcome): Promise<Summary> {
  const summary = summarize(outcome.verdict, reportContext(run, outcome))
  await run.results.write('report.md', formatMarkdown(summary))
  await run.results.write('report.html', formatHtml(summary))
  await run.results.write('junit.xml', formatJunit(summary))
  return summary
}

/** What the report's faces know beside the verdict. */
export function reportContext(run: Run, outcome: Outcome): ReportContext {
  return {
    ...(outcome.replica === undefined ? {} : { replica: outcome.replica }),
    ...(outcome.teardown === undefined ? {} : { teardown: outcome.teardown }),
    events: run.events,
    run: run.identity,
    resultsFolder: run.results.named,
    now: run.ports.clock.now().toISOString(),
  }
}
