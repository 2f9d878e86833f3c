import { formatTable } from '../../src/report/table.ts'
import { type Figures, medianFigures } from './figures.ts'
import type { Case } from './observe.ts'
import { type ToolName, titles } from './tools.ts'

export interface Result {
  tool: ToolName
  case: Case
  runs: readonly Figures[]
  median: Figures
}

/** Puts the runs of each tool and case together. */
export function collect(figures: readonly { tool: ToolName; case: Case; figures: Figures }[]): Result[] {
  const keys = [...new Set(figures.map((each) => `${each.case} ${each.tool}`))].sort()
  return keys.map((key) => {
    const same = figures.filter((each) => `${each.case} ${each.tool}` === key)
    const runs = same.map((each) => each.figures)
    const [first] = same as [(typeof same)[number]]
    return { tool: first.tool, case: first.case, runs, median: medianFigures(runs) }
  })
}

const headings: Readonly<Record<Case, string>> = {
  create: 'Creation',
  fail: 'A creation that fails half-way',
  delete: 'Deletion',
}

/** A table for each case; medians, and for the lag and its like the range in brackets. */
export function formatResults(results: readonly Result[]): string {
  const wanted = (Object.keys(headings) as Case[]).filter((each) => results.some((result) => result.case === each))
  return wanted.map((each) => `${headings[each]}\n${each === 'fail' ? failures(results) : ends(results, each)}\n`).join('\n')
}

function ends(results: readonly Result[], wanted: Case): string {
  const rows = results
    .filter((result) => result.case === wanted)
    .map(({ tool, runs, median }) => [
      titles[tool],
      ranged(runs, 'lag'),
      median.wall.toFixed(0),
      median.calls.toFixed(0),
      median.callsPerMinute.toFixed(1),
      numberText(median.firstChange),
    ])
  return formatTable(rows, { columns: 140, header: ['tool', 'lag, s', 'in all, s', 'calls', 'calls/min', 'first change after, s'] })
}

function failures(results: readonly Result[]): string {
  const rows = results
    .filter((result) => result.case === 'fail')
    .map(({ tool, runs, median }) => [
      titles[tool],
      ranged(runs, 'told'),
      ranged(runs, 'reported'),
      median.named ?? '',
      median.calls.toFixed(0),
      median.callsPerMinute.toFixed(1),
      String(median.exitCode),
    ])
  return formatTable(rows, {
    columns: 140,
    header: ['tool', 'told after, s', 'ended after, s', 'cause named', 'calls', 'calls/min', 'exit'],
  })
}

function ranged(runs: readonly Figures[], name: 'lag' | 'told' | 'reported'): string {
  const values = runs.flatMap((run) => run[name] ?? [])
  if (values.length === 0) return '-'
  const median = numberText(medianFigures(runs)[name])
  return values.length === 1 ? median : `${median} (${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)})`
}

function numberText(value: number | null): string {
  return value === null ? '-' : value.toFixed(2)
}

export interface Aim {
  aim: string
  measured: string
  isMet: boolean
}

/** What we set ourselves, as far as this run can tell. */
export function aimsOf(results: readonly Result[]): Aim[] {
  const aims: Aim[] = []
  for (const wanted of ['create', 'delete'] as const) {
    const own = find(results, 'ours', wanted)
    const sam = find(results, 'sam', wanted)
    const { lag } = own ?? {}
    if (lag !== undefined && lag !== null) {
      aims.push({ aim: `${wanted}: a median lag of at most 0.5 s`, measured: `${lag.toFixed(2)} s`, isMet: lag <= 0.5 })
    }
    if (own !== undefined && sam !== undefined) {
      const [ours, theirs] = [own.callsPerMinute, sam.callsPerMinute]
      aims.push({
        aim: `${wanted}: fewer calls a minute than SAM`,
        measured: `${ours.toFixed(1)} to ${theirs.toFixed(1)}`,
        isMet: ours < theirs,
      })
    }
  }
  const failed = find(results, 'ours', 'fail')
  if (failed === undefined) return aims
  const { reported, named } = failed
  const measured = `${numberText(reported)} s, named ${named}`
  return [...aims, { aim: 'a failure reported with its cause within 1 s', measured, isMet: (reported ?? 9) <= 1 && named === 'at the end' }]
}

function find(results: readonly Result[], tool: ToolName, wanted: Case): Figures | undefined {
  return results.find((result) => result.tool === tool && result.case === wanted)?.median
}
