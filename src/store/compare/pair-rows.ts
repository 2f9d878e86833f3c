import type { RowExample } from '../types.ts'

/** A row of one side. Rows of the two sides with the same key are the same row. */
export interface KeyedRow {
  key: string
  cells: (string | null)[]
}

/** Pure: the rows that only one side has, each beside the other side's row of the same key. `names` are the cells'. */
export function pairRows(before: readonly KeyedRow[], after: readonly KeyedRow[], names: readonly string[]): RowExample[] {
  const [old, now] = [withoutEqual(before, after), withoutEqual(after, before)]
  const waiting = new Map<string, KeyedRow[]>()
  for (const row of now) waiting.set(row.key, [...(waiting.get(row.key) ?? []), row])
  const record = (row: KeyedRow): Record<string, string | null> =>
    Object.fromEntries(names.map((name, at) => [name, row.cells[at] ?? null]))
  const examples: RowExample[] = old.map((row) => {
    const partner = waiting.get(row.key)?.shift()
    return { before: record(row), after: partner === undefined ? null : record(partner) }
  })
  const alone = [...waiting.values()].flat().map((row) => ({ before: null, after: record(row) }))
  return [...examples, ...alone]
}

/** Multiset difference. */
function withoutEqual(rows: readonly KeyedRow[], others: readonly KeyedRow[]): KeyedRow[] {
  const counts = new Map<string, number>()
  for (const other of others) counts.set(identity(other), (counts.get(identity(other)) ?? 0) + 1)
  return rows.filter((row) => {
    const left = counts.get(identity(row)) ?? 0
    counts.set(identity(row), left - 1)
    return left <= 0
  })
}

function identity(row: KeyedRow): string {
  return JSON.stringify(row.cells)
}
