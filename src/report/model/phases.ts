import type { Summary } from '../types.ts'
import { formatSeconds } from '../words.ts'

/** The replica's timeline in few rows: what, how long, when, and what all had to wait for in it. */
export function phaseRows({ timeline }: Pick<Summary, 'timeline'>): string[][] {
  return timeline.phases.map(({ name, from, to, critical }) => {
    const path = critical.length === 0 ? '' : `◆ ${listPath(critical)}`
    return [name, formatSeconds(to - from), `from ${formatSeconds(from)} on`, path]
  })
}

const mostNamed = 6

/** A path in one line; of a long one the first ones and the last. */
export function listPath(labels: readonly string[]): string {
  if (labels.length <= mostNamed) return labels.join(' → ')
  return [...labels.slice(0, mostNamed - 2), `${labels.length - mostNamed + 1} more`, labels.at(-1)].join(' → ')
}
