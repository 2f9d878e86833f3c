import type { CostEstimate } from '../derive/estimate/cost.ts'
import type { TimeEstimate } from '../derive/estimate/time.ts'
import type { Decision } from '../derive/types.ts'
import type { Event } from '../events.ts'
import type { Place, Verdict, VerdictStatus } from '../rehearsal/types.ts'
import type { Replica, RunIdentity } from '../stack/types.ts'

/** What a report says beside the verdict: the replica it was made on, and what became of it. */
export interface ReportContext {
  replica?: Replica
  events: readonly Event[]
  run: RunIdentity
  /** What was planned; absent where the results hold no plan.json. */
  plan?: PlanRecord
  /** What earlier jobs of the run kept of their events. */
  earlier?: readonly Span[]
  /** Absent while nothing was torn down. */
  teardown?: { deleted: readonly string[]; survivors: readonly string[] }
  /** As the user named it, `.prod-replica`. */
  resultsFolder: string
  /** ISO 8601, UTC. */
  now: string
}

/** What became of production's resources, and what that was expected to take: `plan.json` is this, and nothing in it is secret. */
export interface PlanRecord {
  version: 1
  region: string
  stacks: readonly { name: string; decisions: readonly Decision[] }[]
  estimate: { time: Pick<TimeEstimate, 'upSeconds' | 'downSeconds'>; cost: CostEstimate }
}

/** Something that was at work from one instant to another, both in milliseconds since 1970: `timeline.json` is a list of these. */
export interface Span {
  group: string
  label: string
  detail: string
  fromMs: number
  toMs: number
  status: 'done' | 'failed' | 'running'
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
  /** What was expected, what it took and what it costs, a sentence each. */
  spent: readonly string[]
  /** What became of production's resources; none where no plan was kept. */
  picture: readonly PictureStack[]
  graph: Graph
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
  /** The column or name to look for in its source. */
  word?: string
  place?: Place
  /** Other places that use it. */
  otherPlaces: readonly Place[]
  statement?: string
  effect: string
  /** What to do about it. */
  remedy?: string
  /** The entry of `accept` that accepts it, for replica.yml. */
  acceptance?: string
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
  bars: readonly Bar[]
  phases: readonly Phase[]
}

export interface Bar {
  group: string
  label: string
  detail: string
  from: number
  to: number
  status: Span['status']
  /** On the critical path: the chain that decides when all is over. */
  critical: boolean
}

/** The bars of one group taken together. */
export interface Phase {
  name: string
  from: number
  to: number
  /** Those of its bars that the whole had to wait for, one after the other. */
  critical: readonly string[]
}

/** A stack of the replica against production's: what became of each resource, the weightiest first. */
export interface PictureStack {
  name: string
  groups: readonly { group: DecisionGroup; resources: readonly PictureResource[] }[]
}

export type DecisionGroup = 'refused' | 'changed' | 'left out' | 'shared' | 'added' | 'kept'

export interface PictureResource {
  logicalId: string
  type: string
  /** `restored`, `left out`, … */
  word: string
  reasons: readonly string[]
}

/** How the change reaches the pipelines, and how they wait for one another. */
export interface Graph {
  /** Changes with effects. */
  causes: readonly { id: string; title: string; short: string }[]
  pipelines: readonly { name: string; status: string; needs: readonly string[] }[]
  /** From a cause's id to a pipeline's name. */
  paths: readonly { cause: string; pipeline: string; severity: 'broken' | 'changed' }[]
}

export interface Cleanup {
  state: 'gone' | 'survivors' | 'left' | 'unknown'
  sentence: string
  survivors: readonly string[]
}

/** What `summarize` is given: a verdict, or none where the jobs before were killed. */
export type MaybeVerdict = Verdict | undefined
