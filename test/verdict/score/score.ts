import type { Cell } from './cell.ts'

/** How well the helper judged. Shares are between 0 and 1. */
export interface Score {
  cells: number
  /** Cells that a change truly breaks or alters. */
  harmed: number
  /** Of these, what was called passed: there must be none. */
  missed: readonly Cell[]
  /** Of these, what was called neither passed nor changed nor broken. */
  undecided: readonly Cell[]
  /** What was called changed or broken and is the same. */
  falseAlarms: readonly Cell[]
  /** What fails and was called changed, or the other way. */
  otherKind: readonly Cell[]
  recall: number
  precision: number
  columns: { right: number; judged: number; wrong: readonly Cell[] }
  lines: { right: number; judged: number; wrong: readonly Cell[] }
}

/** Pure: the figures of a matrix. */
export function scoreOf(cells: readonly Cell[]): Score {
  const harmed = cells.filter(({ truth }) => truth.kind !== 'same')
  const missed = harmed.filter(({ said }) => said === 'passed')
  const called = cells.filter(isCalled)
  const falseAlarms = called.filter(({ truth }) => truth.kind === 'same')
  return {
    cells: cells.length,
    harmed: harmed.length,
    missed,
    undecided: harmed.filter((cell) => cell.said !== 'passed' && !isCalled(cell)),
    falseAlarms,
    otherKind: harmed.filter((cell) => isCalled(cell) && (cell.truth.kind === 'fails') !== (cell.said === 'broken')),
    recall: share(harmed.length - missed.length, harmed.length),
    precision: share(called.length - falseAlarms.length, called.length),
    columns: count(cells, 'column'),
    lines: count(cells, 'line'),
  }
}

/** Pure: the figures in one line. */
export function formatScore(score: Score): string {
  const { cells, harmed, missed, undecided, falseAlarms, otherKind, columns, lines } = score
  return [
    `verdict: ${cells} cells, ${harmed} harmed`,
    `recall ${percent(score.recall)} (${missed.length} missed, ${undecided.length} undecided)`,
    `precision ${percent(score.precision)} (${falseAlarms.length} false alarms)`,
    `${otherKind.length} of another kind`,
    `column right ${columns.right}/${columns.judged}`,
    `line right ${lines.right}/${lines.judged}`,
  ].join(' · ')
}

function isCalled({ said }: Cell): boolean {
  return said === 'changed' || said === 'broken'
}

function count(cells: readonly Cell[], what: 'column' | 'line'): Score['columns'] {
  const judged = cells.filter((cell) => cell[what] !== undefined)
  const wrong = judged.filter((cell) => cell[what] === false)
  return { right: judged.length - wrong.length, judged: judged.length, wrong }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole
}

function percent(value: number): string {
  return `${(Math.floor(value * 1000) / 10).toFixed(1)} %`
}
