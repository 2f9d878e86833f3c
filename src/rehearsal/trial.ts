import type { PipelineSpec } from '../spec/types.ts'
import type { OutputComparison } from '../store/compare/outputs.ts'
import type { ColumnRef, Schema } from '../store/types.ts'
import type { CodeFiles } from './code/own-files.ts'
import type { FileComparison } from './outputs/compare-files.ts'
import type { SideRun } from './run-side.ts'

/** All that is known of one pipeline after it ran on every side. The verdict on it is made from this alone. */
export interface Trial {
  pipeline: PipelineSpec
  /** The base revision does not have its files: the baseline ran the checkout's. */
  isNew: boolean
  store: string | undefined
  baseline: SideRun
  control: SideRun
  candidate: SideRun
  /** The base's code on the changed stores; where it was asked for and the base has the pipeline. */
  rollout?: SideRun
  /** By store: what the baseline's statements touched, and the schema that names it. */
  touched: Readonly<Record<string, { columns: readonly Touch[]; schema: Schema }>>
  /** By store. */
  outputs: Readonly<Record<string, OutputComparison>>
  /** The files of `outputs`. */
  files: FileComparison
  /** Tables whose rows the change itself had altered before the pipeline ran, `store.schema.table`. */
  alteredByChange: ReadonlySet<string>
  /** The checkout's code, and where it differs from the base's. */
  code: CodeFiles
  /** What the baseline ran. */
  baseCode: CodeFiles
  editedFiles: readonly { file: string; line: number }[]
}

/** A column that a statement reads or writes. */
export interface Touch extends ColumnRef {
  /** Of the statement; undefined where only the wire showed it. */
  fingerprint: string | undefined
  /** It came back to the client. */
  delivered: boolean
}
