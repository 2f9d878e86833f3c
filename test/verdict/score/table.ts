import type { Cell } from './cell.ts'
import type { Score } from './score.ts'

/**
 * Pure: the matrix, a row for each change and a column for each pipeline. `·` same and passed, `c` changed and `b` broken
 * as it truly is; `!` harmed and called passed, `x` a false alarm, `~` another kind, `?` undecided. In capitals where the
 * finding names the wrong column, or the wrong line.
 */
export function formatTable(cells: readonly Cell[]): string {
  const changes = [...new Set(cells.map(({ change }) => change))]
  const pipelines = [...new Set(cells.map(({ pipeline }) => pipeline))]
  const width = Math.max(...changes.map((name) => name.length))
  const rows = changes.map((change) => {
    const marks = pipelines.map((pipeline) => cells.find((cell) => cell.change === change && cell.pipeline === pipeline))
    return `${change.padEnd(width)}  ${marks.map((cell) => (cell === undefined ? ' ' : markOf(cell))).join(' ')}`
  })
  return [...headOf(pipelines, width), ...rows].join('\n')
}

/** The pipelines' names, read downwards. */
function headOf(pipelines: readonly string[], width: number): string[] {
  const height = Math.max(...pipelines.map((name) => name.length))
  return Array.from({ length: height }, (_, at) => {
    const letters = pipelines.map((name) => name.padStart(height)[at] ?? ' ')
    return `${' '.repeat(width)}  ${letters.join(' ')}`
  })
}

function markOf({ truth, said, column, line }: Cell): string {
  const alarm = said === 'changed' || said === 'broken'
  if (truth.kind === 'same') return alarm ? 'x' : said === 'passed' ? '·' : '?'
  if (said === 'passed') return '!'
  if (!alarm) return '?'
  if ((truth.kind === 'fails') !== (said === 'broken')) return '~'
  const letter = said === 'broken' ? 'b' : 'c'
  return column === false || line === false ? letter.toUpperCase() : letter
}

/** Pure: everything that was judged wrong, a line each. */
export function formatWrong({ missed, undecided, falseAlarms, otherKind, columns, lines }: Score): string[] {
  return [
    ...formatCells('missed', missed),
    ...formatCells('undecided', undecided),
    ...formatCells('false alarm', falseAlarms),
    ...formatCells('another kind', otherKind),
    ...formatCells('column', columns.wrong),
    ...formatCells('line', lines.wrong),
  ]
}

/** Pure: the wrong cells of one kind, a line each. */
export function formatCells(title: string, cells: readonly Cell[]): string[] {
  return cells.map(
    ({ change, pipeline, truth, said, detail }) =>
      `${title}: ${change} / ${pipeline}: truly ${truth.kind}${truth.where.length > 0 ? ` (${truth.where.join(', ').slice(0, 160)})` : ''}, said ${said}: ${detail.slice(0, 300)}`,
  )
}
