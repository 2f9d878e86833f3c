import type { Trial } from '../trial.ts'
import { stableLines } from './stable-lines.ts'

/** A phrase on what a pipeline prints, for one that writes no table: only then is its print its output. */
export function printedDifference(trial: Trial): string | undefined {
  if (!writesNothing(trial)) return undefined
  const { baseline, control, candidate } = trial
  const lines = stableLines(baseline.printed, control.printed)
  if (lines === undefined) return undefined
  const difference = lines.differenceFrom(candidate.printed)
  if (difference === undefined) return undefined
  const { line, before, after } = difference
  return `it prints another result: line ${line} "${clip(before)}" → "${clip(after)}"`
}

/** Whether there was nothing to compare but exit codes: it wrote no table, and prints something else every time, or nothing. */
export function isExitCodeAlone(trial: Trial): boolean {
  const { baseline, control } = trial
  return writesNothing(trial) && (baseline.printed.trim() === '' || stableLines(baseline.printed, control.printed) === undefined)
}

function writesNothing(trial: Trial): boolean {
  return [...Object.values(trial.outputs), trial.files].every(({ written, differences }) => written.length + differences.length === 0)
}

function clip(line = ''): string {
  return line.length > 80 ? `${line.slice(0, 80)}…` : line
}
