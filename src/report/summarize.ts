import type { CheckResult, PipelineResult, Verdict } from '../rehearsal/types.ts'
import { cleanLine } from './clean.ts'
import { summarizeChanges } from './model/changes.ts'
import { describeCleanup } from './model/cleanup.ts'
import { summarizeFailures } from './model/failures.ts'
import { summarizeGraph } from './model/graph.ts'
import { summarizeOutputs } from './model/outputs.ts'
import { summarizePicture } from './model/picture.ts'
import { formatGist, formatSentence, isCancelled } from './model/sentence.ts'
import { describeSpent } from './model/spent.ts'
import { summarizeTimeline } from './model/timeline.ts'
import type { MaybeVerdict, ReportContext, StepSummary, Summary, SummaryRun } from './types.ts'

/** Everything that a report says, in order, as safe plain text. Without a verdict its status is `cancelled`. */
export function summarize(verdict: MaybeVerdict, context: ReportContext): Summary {
  const cleanup = describeCleanup(context)
  const timeline = summarizeTimeline(context)
  return {
    status: statusOf(verdict),
    sentence: formatSentence(verdict),
    ...(verdict?.failure === undefined ? {} : { remedy: cleanLine(verdict.failure.remedy, 500) }),
    gist: cleanup.state === 'survivors' ? `${formatGist(verdict)}; the replica is not gone` : formatGist(verdict),
    run: summarizeRun(verdict, context),
    changes: verdict === undefined ? [] : summarizeChanges(verdict),
    outputs: verdict === undefined ? [] : summarizeOutputs(verdict),
    failures: verdict === undefined ? [] : summarizeFailures(verdict),
    notTested: listNotTested(verdict),
    pipelines: (verdict?.pipelines ?? []).map((pipeline) => summarizePipeline(pipeline, verdict?.findings ?? [])),
    checks: (verdict?.checks ?? []).map(summarizeCheck),
    masked: (verdict?.masked ?? []).map((column) => cleanLine(column)),
    timeline,
    spent: describeSpent(timeline, context),
    picture: summarizePicture(context.plan),
    graph: summarizeGraph(verdict),
    cleanup,
    reportPath: `${cleanLine(context.resultsFolder)}/report.html`,
  }
}

function statusOf(verdict: MaybeVerdict): Summary['status'] {
  return verdict === undefined || isCancelled(verdict) ? 'cancelled' : verdict.status
}

function summarizeRun(verdict: MaybeVerdict, context: ReportContext): SummaryRun {
  const { url, number } = context.run
  const startedAt = verdict?.startedAt ?? context.replica?.createdAt ?? context.now
  return {
    replicaId: cleanLine(context.run.replicaId),
    thread: cleanLine(context.run.thread),
    ...(url === undefined ? {} : { url: cleanLine(url, 2000) }),
    ...(number === undefined ? {} : { number: cleanLine(number, 20) }),
    ...summarizeRevisions(verdict?.revisions ?? {}),
    startedAt,
    seconds: secondsBetween(startedAt, verdict?.finishedAt ?? context.now),
  }
}

function summarizeRevisions({ base, candidate }: Verdict['revisions']): Partial<SummaryRun> {
  return {
    ...(base === undefined ? {} : { base: `${cleanLine(base.ref, 80)} (${shortSha(base.sha)})` }),
    ...(candidate === undefined ? {} : { candidate: shortSha(candidate.sha), commit: cleanLine(candidate.subject, 120) }),
    ...(candidate?.branch === undefined ? {} : { branch: cleanLine(candidate.branch, 120) }),
  }
}

function listNotTested(verdict: MaybeVerdict): Summary['notTested'] {
  if (verdict === undefined) return [{ what: 'everything', why: 'no verdict was written' }]
  return verdict.notTested.map(({ what, why }) => ({ what: cleanLine(what), why: cleanLine(why, 500) }))
}

function summarizePipeline(pipeline: PipelineResult, findings: Verdict['findings']): StepSummary {
  const effect = findings.find((finding) => finding.pipeline === pipeline.name && finding.severity !== 'note')?.effect
  const note = pipeline.reason ?? effect
  return {
    name: cleanLine(pipeline.name, 80),
    status: pipeline.status,
    ...(pipeline.candidate === undefined ? {} : { seconds: pipeline.candidate.durationMs / 1000 }),
    ...(note === undefined ? {} : { note: cleanLine(note) }),
  }
}

function summarizeCheck(check: CheckResult): StepSummary {
  return { name: cleanLine(check.name, 80), status: check.status, seconds: check.run.durationMs / 1000 }
}

function shortSha(sha: string): string {
  return cleanLine(sha, 40).slice(0, 7)
}

/** Whole and tenth seconds between two ISO 8601 instants; 0 where either is none. */
function secondsBetween(from: string, to: string): number {
  const milliseconds = Date.parse(to) - Date.parse(from)
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds / 1000) : 0
}
