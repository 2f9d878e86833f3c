import { isReplicaError } from '../errors.ts'
import type { Verdict } from '../rehearsal/types.ts'
import { formatHtml } from '../report/html.ts'
import { formatJunit } from '../report/junit.ts'
import { formatMarkdown } from '../report/markdown.ts'
import { mergeSpans, spansOfEvents } from '../report/model/timeline.ts'
import { formatSarif } from '../report/sarif.ts'
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
  else output.print(formatTerminal(summary, { colour: output.wantsColour, columns: output.columns }))
}

/** Writes every face of the report to the results folder, and what later jobs of the run cannot know: when things were at work. */
export async function writeFaces(run: Run, outcome: Outcome): Promise<Summary> {
  await keepTimeline(run)
  const summary = summarize(outcome.verdict, await reportContext(run, outcome))
  await run.results.write('report.md', formatMarkdown(summary))
  await run.results.write('report.html', formatHtml(summary))
  await run.results.write('junit.xml', formatJunit(summary))
  await run.results.write('findings.sarif', formatSarif(summary))
  return summary
}

/** Adds what this job's events tell to what the jobs before it kept. */
export async function keepTimeline({ events, results }: Pick<Run, 'events' | 'results'>): Promise<void> {
  const spans = mergeSpans((await readable(results.timeline()))?.spans ?? [], spansOfEvents(events))
  if (spans.length > 0) await results.writeJson('timeline.json', { spans })
}

/** What the report's faces know beside the verdict. */
export async function reportContext(run: Run, outcome: Outcome): Promise<ReportContext> {
  const [plan, timeline] = await Promise.all([readable(run.results.plan()), readable(run.results.timeline())])
  return {
    ...(outcome.replica === undefined ? {} : { replica: outcome.replica }),
    ...(outcome.teardown === undefined ? {} : { teardown: outcome.teardown }),
    ...(plan === undefined ? {} : { plan }),
    ...(timeline === undefined ? {} : { earlier: timeline.spans }),
    events: run.events,
    run: run.identity,
    resultsFolder: run.results.named,
    now: run.ports.clock.now().toISOString(),
  }
}

/** The picture and the timeline are extras: a report without them is better than none. */
async function readable<Value>(reading: Promise<Value | undefined>): Promise<Value | undefined> {
  return await reading.catch((error: unknown) => {
    if (isReplicaError(error)) return undefined
    throw error
  })
}
