import type { ColumnDifference } from '../types.ts'

const mostShares = 5

/** How often each value of a column comes; absent where there are too many. */
export interface Counted {
  rows: number
  counts?: readonly (readonly [string, number])[]
}

/** Pure: the values whose share of the rows moved most. */
export function sharesOf(before: Counted, after: Counted): Pick<ColumnDifference, 'shares'> {
  if (before.counts === undefined || after.counts === undefined) return {}
  const [old, now] = [new Map(before.counts), new Map(after.counts)]
  const shares = [...new Set([...old.keys(), ...now.keys()])].map((value) => ({
    value,
    before: shareOf(old.get(value) ?? 0, before.rows),
    after: shareOf(now.get(value) ?? 0, after.rows),
  }))
  const moved = shares.filter((share) => share.before !== share.after)
  const move = (share: { before: number; after: number }): number => Math.abs(share.after - share.before)
  const top = moved.sort((one, other) => move(other) - move(one)).slice(0, mostShares)
  return top.length === 0 ? {} : { shares: top }
}

/** A share to four digits, 0 to 1. */
export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Number((part / whole).toFixed(4))
}
