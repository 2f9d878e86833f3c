import type { Trial } from '../trial.ts'
import type { SchemaChange } from '../types.ts'

/** Pure: the lines at the end of the candidate's output that the baseline did not print. */
export function freshOutput(trial: Trial): string {
  const known = new Set(trial.baseline.result.output.split('\n').map((line) => line.trim()))
  return trial.candidate.result.output
    .split('\n')
    .filter((line) => !known.has(line.trim()))
    .join('\n')
}

/** The line of a failed run's output that says most: its last error, else its last line. */
export function complaintOf(output: string): string {
  const lines = output.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const line = lines.findLast((text) => /^[\w.:]*(?:error|exception)\b/i.test(text)) ?? lines.at(-1) ?? ''
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}

/** Whether an error's text names the column, or the table, that was changed. */
export function isNamedIn(change: SchemaChange, text: string): boolean {
  const name = change.column ?? change.table.slice(change.table.lastIndexOf('.') + 1)
  return new RegExp(String.raw`(?<![\w])${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\w])`, 'i').test(text)
}
