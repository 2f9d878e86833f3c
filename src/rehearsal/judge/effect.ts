import type { OutputDifference } from '../../store/compare/outputs.ts'
import type { RowExample } from '../../store/types.ts'

/** Pure: what happened to a table, in one phrase with figures: `reports.monthly: share where subject = ELA 45 → 0`. */
export function describeEffect(difference: OutputDifference): string {
  const { table, rows } = difference.delta
  const facts = [rowCount(difference), shape(difference), movedShare(difference), strongest(difference), nullShare(difference)].filter(
    (fact) => fact !== undefined,
  )
  const [first = `other values in ${rows.after} rows`, ...others] = facts
  return `${table}: ${[first, ...others.slice(0, 1)].join('; ')}`
}

function rowCount({ delta, rows }: OutputDifference): string | undefined {
  if (delta.rows.before === delta.rows.after) return undefined
  const lost = rows.filter(({ after }) => after === null).map(({ before }) => before ?? {})
  const gained = rows.filter(({ before }) => before === null).map(({ after }) => after ?? {})
  const count = `${delta.rows.before} → ${delta.rows.after} rows`
  if (delta.rows.after > delta.rows.before) return count
  const trait = traitOf(lost, gained)
  return trait === undefined || lost.length < 2 ? count : `${count} (gone: all with ${trait})`
}

/** A text column in which all rows that are gone agree, and no row that came does. */
function traitOf(lost: readonly Cells[], gained: readonly Cells[]): string | undefined {
  for (const column of Object.keys(lost[0] ?? {})) {
    const value = lost[0]?.[column]
    if (value === null || value === undefined || isNumber(value) || value.length > 40) continue
    if (lost.every((row) => row[column] === value) && gained.every((row) => row[column] !== value)) return `${column} = ${value}`
  }
  return undefined
}

function shape({ missing, added }: OutputDifference): string | undefined {
  const parts = [missing.length === 0 ? '' : `without ${missing.join(', ')}`, added.length === 0 ? '' : `with ${added.join(', ')} added`]
  return parts.some((part) => part !== '') ? parts.filter((part) => part !== '').join(' and ') : undefined
}

const fewRows = 20

/** Of a table too long to look at row by row: the value whose share of the rows moved most. */
function movedShare({ delta }: OutputDifference): string | undefined {
  if (delta.rows.before !== delta.rows.after || delta.rows.before <= fewRows) return undefined
  const shares = delta.columns.flatMap(({ column, shares = [] }) => shares.map((share) => ({ column, ...share })))
  const [top] = shares.sort((one, other) => Math.abs(other.after - other.before) - Math.abs(one.after - one.before))
  if (top === undefined || Math.abs(top.after - top.before) < 0.01) return undefined
  return `rows with ${top.column} = ${clip(top.value)} ${percent(top.before)} → ${percent(top.after)}`
}

type Cells = Readonly<Record<string, string | null>>

interface Move {
  column: string
  before: string | null
  after: string | null
  /** Relative size of the change, 0 to 1; a change of words counts least. */
  weight: number
  row: Cells
}

function strongest(difference: OutputDifference): string | undefined {
  const moves = difference.rows.flatMap(movesOf).sort((one, other) => other.weight - one.weight)
  const [top] = moves
  if (top === undefined) return undefined
  const label = labelOf(top, difference)
  return `${top.column}${label === undefined ? '' : ` where ${label}`} ${show(top.before)} → ${show(top.after)}`
}

function movesOf({ before, after }: RowExample): Move[] {
  if (before === null || after === null) return []
  return Object.keys(before).flatMap((column) => {
    const [old = null, now = null] = [before[column], after[column]]
    return old === now ? [] : [{ column, before: clip(old), after: clip(now), weight: weigh(old, now), row: before }]
  })
}

function weigh(before: string | null, after: string | null): number {
  if (before === null || after === null) return 0.9
  if (!isNumber(before) || !isNumber(after)) return 0.1
  const [old, now] = [Number(before), Number(after)]
  return Math.abs(old - now) / Math.max(Math.abs(old), Math.abs(now), Number.MIN_VALUE)
}

/** Up to two columns that tell the row from the others: the steady ones first, words before numbers. */
function labelOf(move: Move, { rows, steady }: OutputDifference): string | undefined {
  const usable = Object.entries(move.row).filter(([column, value]) => column !== move.column && value !== null && value.length <= 40)
  const unchanged = usable.filter(([column]) =>
    rows.every(({ before, after }) => before === null || after === null || before[column] === after[column]),
  )
  const variety = (column: string): number => new Set(rows.map(({ before }) => before?.[column])).size
  const ranked = unchanged
    .map(([column, value]) => ({
      column,
      value: value ?? '',
      score: (steady.includes(column) ? 2 : 0) + (isNumber(value ?? '') ? 0 : 4) + Math.min(1, variety(column) / 100),
    }))
    .sort((one, other) => other.score - one.score)
  const telling = ranked.filter(({ column }) => variety(column) > 1)
  const chosen = (telling.length > 0 ? telling : ranked).slice(0, 1)
  return chosen.length === 0 ? undefined : chosen.map(({ column, value }) => `${column} = ${value}`).join(' and ')
}

function nullShare({ delta }: OutputDifference): string | undefined {
  const worst = [...delta.columns].sort((one, other) => other.nulls.after - other.nulls.before - (one.nulls.after - one.nulls.before))[0]
  if (worst === undefined || worst.nulls.after - worst.nulls.before < 0.001) return undefined
  return `nulls in ${worst.column} ${percent(worst.nulls.before)} → ${percent(worst.nulls.after)}`
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)
}

/** An empty text would look like none. */
function show(value: string | null): string {
  return value === '' ? "''" : (value ?? 'null')
}

function clip(text: string | null): string | null {
  return text !== null && text.length > 60 ? `${text.slice(0, 60)}…` : text
}
