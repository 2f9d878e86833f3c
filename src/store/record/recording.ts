import { fingerprintStatement } from '../sql/fingerprint.ts'
import { splitStatements } from '../sql/statements.ts'
import type { ColumnRef } from '../types.ts'
import { redactSqlMessage } from './redact-message.ts'

/** What one pipeline's run did to one store, as the wire showed it. No literal and no value of a row is in it. */
export interface Recording {
  /** Statements that were carried out, failed ones included. */
  count: number
  /** By fingerprint, in the order of their first use. */
  statements: ReadonlyMap<string, RecordedStatement>
  /** Every error that the server sent, in order; at most 100. */
  errors: readonly RecordedError[]
}

export interface RecordedStatement {
  fingerprint: string
  /** Literals stripped. */
  text: string
  count: number
  rows: number
  /** Table columns that came back, by `table.attnum`. */
  columns: ReadonlyMap<string, ColumnRef>
}

export interface RecordedError {
  sqlState: string
  message: string
  /** Character in the statement as it was sent, from 1. */
  position?: number
  fingerprint?: string
}

/** A statement while it is being recorded. `sample` is its text as sent: it stays in memory, and only until `forget`. */
export interface Entry extends RecordedStatement {
  columns: Map<string, ColumnRef>
  sample: string | undefined
  /** The last RowDescription. */
  described?: Uint8Array
}

/** Where the connections of one run put what they see. */
export interface Recorder {
  readonly recording: Recording
  /** The statements of a text. */
  entries(text: string): Entry[]
  finished(entry: Entry | undefined, rows: number): void
  failed(entry: Entry | undefined, error: { sqlState: string; message: string; position?: number }): void
  /** The first text of each statement as it was sent, literals included: only to be looked at by the same server. */
  samples(): { fingerprint: string; sql: string }[]
  forget(): void
}

const mostStatements = 5_000
const mostErrors = 100
const mostRemembered = 500
const longestRemembered = 4_096

export function createRecording(): Recorder {
  const statements = new Map<string, Entry>()
  const errors: RecordedError[] = []
  const remembered = new Map<string, Entry[]>()
  const recording = { count: 0, statements, errors }
  return {
    recording,
    entries(text) {
      const known = remembered.get(text)
      if (known !== undefined) return known
      const found = splitStatements(text).map((statement) => entryOf(statements, statement.text))
      if (text.length <= longestRemembered && remembered.size < mostRemembered) remembered.set(text, found)
      return found
    },
    finished(entry, rows) {
      recording.count += 1
      if (entry === undefined) return
      entry.count += 1
      entry.rows += rows
    },
    failed(entry, error) {
      recording.count += 1
      if (entry !== undefined) entry.count += 1
      const message = redactSqlMessage(error)
      const fingerprint = entry === undefined ? {} : { fingerprint: entry.fingerprint }
      if (errors.length < mostErrors) errors.push({ ...error, message, ...fingerprint })
    },
    samples: () =>
      [...statements.values()].flatMap(({ fingerprint, sample }) => (sample === undefined ? [] : [{ fingerprint, sql: sample }])),
    forget() {
      remembered.clear()
      for (const entry of statements.values()) entry.sample = undefined
    },
  }
}

function entryOf(statements: Map<string, Entry>, sql: string): Entry {
  const { fingerprint, text } = fingerprintStatement(sql)
  const known = statements.get(fingerprint)
  if (known !== undefined) return known
  const entry: Entry = { fingerprint, text, count: 0, rows: 0, columns: new Map(), sample: sql }
  if (statements.size < mostStatements) statements.set(fingerprint, entry)
  return entry
}
