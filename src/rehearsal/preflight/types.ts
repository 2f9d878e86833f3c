import type { Dump } from '../../store/dump/dump.ts'

/**
 * What a run on the main branch leaves for preflights: the schemas and the statements, no row and no literal of a statement.
 * `recording.json` is this.
 */
export interface KeptRecording {
  version: 1
  /** The helper's own. */
  madeBy: string
  stores: Readonly<Record<string, KeptStore>>
  /** By pipeline and store, in the order in which they came first. */
  pipelines: Readonly<Record<string, Readonly<Record<string, readonly KeptStatement[]>>>>
}

export interface KeptStore {
  /** What production runs. */
  engine: 'postgres' | 'redshift'
  /** The major version of the server that it was recorded on. */
  serverVersion: number
  dump: Dump
}

export interface KeptStatement {
  fingerprint: string
  /** For people, literals stripped. */
  text: string
  /** For the server: NULL and plain numbers in place of literals. Absent where it can only be carried out, not prepared. */
  query?: string
  /** What later statements lean on: a search path, a temporary table. Carried out in its turn. */
  setup?: string
  /** What it touches: `schema.table.column`, `schema.table` where it is the table as a whole; and whether it came back. */
  touches: readonly { name: string; delivered: boolean }[]
}
