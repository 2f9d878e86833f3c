import type { Event } from '../events.ts'
import type { Place, Verdict, VerdictStatus } from '../rehearsal/types.ts'
import type { Replica, RunIdentity } from '../stack/types.ts'

/** What a report says beside the verdict: the replica it was made on, and what became of it. */
export interface ReportContext {
  replica?: Replica
  events: readonly Event[]
  run: RunIdentity
  /** Absent while nothing was torn down. */
  teardown?: { deleted: readonly string[]; survivors: readonly string[] }
  /** As the user named it, `.prod-replica`. */
  resultsFolder: string
  /** ISO 8601, UTC. */
  now: string
}

/** A verdict's status, or that there is no verdict. */
export type SummaryStatus = VerdictStatus | 'cancelled'

/**
 * The one model that every face prints, in this order. All of it is plain text that is safe to show: no control or
 * direction characters, every text bounded. Escaping for HTML, XML or Markdown is the face's own.
 */
export interface Summary {
  status: SummaryStatus
  /** The verdict in one sentence. */
  sentence: string
  /** What to do about it, where the rehearsal itself failed. */
  remedy?: string
  /** The same in a few words, for a subject: `2 of 7 pipelines, rename ela.test_score`. */
  gist: string
  run: SummaryRun
  changes: readonly ChangeSummary[]
  outputs: readonly OutputSummary[]
  failures: readonly FailureSummary[]
  notTested: readonly { what: string; why: string }[]
  pipelines: readonly StepSummary[]
  checks: readonly StepSummary[]
  masked: readonly string[]
  timeline: Timeline
  cleanup: Cleanup
  /** The full report's path. */
  reportPath: string
}

export interface SummaryRun {
  replicaId: string
  thread: string
  url?: string
  number?: string
  /** Short, seven characters. */
  candidate?: string
  branch?: string
  /** First line of the commit message. */
  commit?: string
  base?: string
  startedAt: string
  seconds: number
}

/** One thing that the change did, and everything that followed from it. */
export interface ChangeSummary {
  /** `renames app public.scores.test_score to score`; another title where no schema change is to blame. */
  title: string
  /** The migration that did it. */
  migration?: { place: Place; statement: string }
  /** The migration itself failed, so nothing after it was tried. */
  failure?: string
  findings: readonly FindingSummary[]
}

export interface FindingSummary {
  rule: string
  level: string
  severity: 'broken' | 'changed' | 'note'
  /** `pipeline assess`, `check unit`, or the rule where neither is concerned. */
  subject: string
  /** `store schema.table.column`. */
  target?: string
  place?: Place
  statement?: string
  effect: string
  /** What to do about it. */
  remedy?: string
  accepted?: { because: string; until: string }
}

export interface OutputSummary {
  pipeline: string
  /** `store schema.table`. */
  table: string
  rows: { before: number; after: number }
  /** One line a column: nulls in per cent, and its figure. */
  columns: readonly { column: string; nullsBefore: string; nullsAfter: string; figure: string; before: string; after: string }[]
  /** Rows side by side, cell by cell, in the order of `cells`. */
  examples: { cells: readonly string[]; rows: readonly ExampleSummary[] }
}

export interface ExampleSummary {
  /** Absent where the row is only on the other side. */
  before?: readonly string[]
  after?: readonly string[]
  /** Indexes of the cells that differ. */
  differs: readonly number[]
}

export interface FailureSummary {
  /** `pipeline assess, candidate`. */
  subject: string
  /** `exit code 1`, `timed out`. */
  ended: string
  lines: readonly string[]
}

export interface StepSummary {
  name: string
  status: string
  /** Of the candidate's run, where there is one. */
  seconds?: number
  /** Why it was skipped, or what was found. */
  note?: string
}

/** When each thing was up, as seconds from the start. */
export interface Timeline {
  seconds: number
  bars: readonly { group: string; label: string; detail: string; from: number; to: number; status: 'done' | 'failed' | 'running' }[]
}

export interface Cleanup {
  state: 'gone' | 'survivors' | 'left' | 'unknown'
  sentence: string
  survivors: readonly string[]
}

/** What `summarize` is given: a verdict, or none where the jobs before were killed. */
export type MaybeVerdict = Verdict | undefined
