import type { SchemaChangeKind, TableDelta } from '../store/types.ts'

export type { ColumnDifference, RowExample, SchemaChangeKind } from '../store/types.ts'

/** What a rehearsal found. Plain data: `verdict.json` is this, and every face of the report is made from it. */
export interface Verdict {
  version: 1
  status: VerdictStatus
  replicaId: string
  /** The revisions that were compared; absent where there is no git checkout. */
  revisions: { base?: { ref: string; sha: string }; candidate?: { sha: string; branch?: string; subject: string } }
  /** ISO 8601, UTC. */
  startedAt: string
  finishedAt: string
  migrations: readonly MigrationResult[]
  /** What the change did to the schemas and to rows, each with the migration that did it. */
  schema: readonly SchemaChange[]
  checks: readonly CheckResult[]
  pipelines: readonly PipelineResult[]
  findings: readonly Finding[]
  notTested: readonly { what: string; why: string }[]
  /** `store.schema.table.column` of every masked column. */
  masked: readonly string[]
  /** Why there was no rehearsal, or only a part of one: an error of the catalogue. The status is `inconclusive` then. */
  failure?: { code: string; message: string; place?: string; remedy: string }
}

export type VerdictStatus = 'passed' | 'changed' | 'broken' | 'inconclusive'

export interface MigrationResult {
  store: string
  /** A file of the checkout, or the command that ran. */
  source: string
  status: 'applied' | 'failed'
  durationMs: number
  failure?: SqlError & { place: Place }
}

/** A place in the team's files. */
export interface Place {
  /** Relative to the checkout. */
  file: string
  /** From 1. */
  line: number
  /** The line's text, trimmed and shortened. */
  text?: string
}

export interface SqlError {
  sqlState: string
  message: string
}

/** One difference between the catalogs before and after, found by OID and attnum. */
export interface SchemaChange {
  /** Unique in the verdict: `app-1`, … */
  id: string
  kind: SchemaChangeKind
  store: string
  /** `schema.table` before the change (after it, for what was added). */
  table: string
  column?: string
  /** The key, trigger, value, partition or role that it is about. */
  object?: string
  /** Name, type, nullability or default before and after, as the kind has it. */
  before?: string
  after?: string
  /** The migration that did it. */
  migration?: { place: Place; statement: string }
  /** Found by name and likeness only, as on Redshift: it may be something else. */
  certainty?: 'probable'
}

export interface CheckResult {
  name: string
  status: 'passed' | 'failed' | 'skipped'
  run: RunResult
}

/** One run of a command or SQL file. */
export interface RunResult {
  exitCode: number | null
  timedOut: boolean
  durationMs: number
  /** The last lines, redacted and shortened. */
  output: string
  /** Statements that reached the store. */
  statements: number
  errors: readonly SqlError[]
}

export interface PipelineResult {
  name: string
  kind: 'command' | 'sql'
  store?: string
  needs: readonly string[]
  status: 'passed' | 'changed' | 'broken' | 'skipped' | 'not_run' | 'inconclusive'
  /** Why it was skipped, not run or inconclusive. */
  reason?: string
  baseline?: RunResult
  candidate?: RunResult
  /** `store.schema.table.column` of every column that came back to it in the baseline. */
  reads: readonly string[]
  /** `store.schema.table` of every table that it wrote in the baseline. */
  writes: readonly string[]
  differences: readonly TableDifference[]
  /** `store.schema.table.column` left out of the comparison: two baselines differed in it. */
  unstable: readonly string[]
  /** The files of its `outputs`; absent where it names none. */
  files?: FileResults
  /** The base's code on the changed stores, where it was asked for. */
  rollout?: RunResult
}

/** What became of the files that a pipeline writes. */
export interface FileResults {
  /** Those that it wrote in the baseline. */
  written: readonly string[]
  differences: readonly FileDifference[]
  /** `file`, or `file: column`, left out of the comparison: two baselines differed in it. */
  unstable: readonly string[]
}

/** One file that came out otherwise. */
export interface FileDifference {
  file: string
  /** Null where that side did not write it. */
  bytes: { before: number | null; after: number | null }
  /** Of CSV, TSV and JSON: the rows, with the file's name as `table`. */
  rows?: TableDelta
}

/** What differs in one table between the baseline's clone and the candidate's. */
export interface TableDifference extends TableDelta {
  store: string
}

export type FindingLevel = 'STATEMENT' | 'SHAPE' | 'VALUE' | 'OPERATION'

/** One thing that the rehearsal found. */
export interface Finding {
  /** A named rule: COLUMN_SAME_NAME, OUTPUT_SAME, … */
  rule: string
  level: FindingLevel
  /** Whether the pipeline failed, or ran with another result. */
  severity: 'broken' | 'changed' | 'note'
  pipeline?: string
  /** Where it is not the candidate: the base revision's code on the changed stores. */
  side?: 'rollout'
  check?: string
  store?: string
  /** `schema.table`, and the column where one is to blame. */
  table?: string
  column?: string
  /** The statement that failed or read it, literals stripped. */
  statement?: string
  /** Where in the team's code the column is used, the likeliest place; of an entry of `accept` its own line. */
  place?: Place
  /** Other places that use it, at most 10. */
  otherPlaces?: readonly Place[]
  /** `SchemaChange.id` of what caused it. */
  cause?: string
  /** What happened, in one sentence, with figures. */
  effect: string
  /** What to do about it. Absent where it is accepted. */
  remedy?: string
  /** The entry of `accept` in replica.yml that accepts it, ready to paste; where accepting is a way. */
  acceptance?: string
  accepted?: { because: string; until: string }
}
