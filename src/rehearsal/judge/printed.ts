import type { Trial } from '../trial.ts'
import { stableLines } from './stable-lines.ts'

/** A phrase on what a pipeline prints, where no table or file of its differs: what they hold would only be said twice. */
export function printedDifference(trial: Trial): string | undefined {
  if (outputsOf(trial).some(({ differences }) => differences.length > 0)) return undefined
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

function outputsOf(trial: Trial): { written: readonly unknown[]; differences: readonly unknown[] }[] {
  return [...Object.values(trial.outputs), trial.files]
}

function writesNothing(trial: Trial): boolean {
  return outputsOf(trial).every(({ written, differences }) => written.length + differences.length === 0)
}

function clip(line = ''): string {
  return line.length > 80 ? `${line.slice(0, 80)}…` : line
}
