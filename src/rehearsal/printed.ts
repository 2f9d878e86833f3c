import type { Trial } from './trial.ts'

/** A phrase on what a pipeline prints, for one that writes no table: only then is its print its output. */
export function printedDifference(trial: Trial): string | undefined {
  const { baseline, control, candidate } = trial
  if (!writesNothing(trial) || baseline.printed !== control.printed || baseline.printed === candidate.printed) return undefined
  const [old, now] = [baseline.printed.split('\n'), candidate.printed.split('\n')]
  const at = old.findIndex((line, index) => line !== now[index])
  const line = at === -1 ? old.length : at
  return `it prints another result: line ${line + 1} "${clip(old[line])}" → "${clip(now[line])}"`
}

/** Whether there was nothing to compare but exit codes: it wrote no table, and prints something else every time, or nothing. */
export function isExitCodeAlone(trial: Trial): boolean {
  const { baseline, control } = trial
  return writesNothing(trial) && (baseline.printed !== control.printed || baseline.printed.trim() === '')
}

function writesNothing(trial: Trial): boolean {
  return Object.values(trial.outputs).every(({ written, differences }) => written.length + differences.length === 0)
}

function clip(line = ''): string {
  return line.length > 80 ? `${line.slice(0, 80)}…` : line
}
