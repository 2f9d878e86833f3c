import { type KeyedRow, pairRows } from '../../../store/compare/pair-rows.ts'
import type { RowExample } from '../../../store/types.ts'
import type { Cells } from './csv.ts'
import { addTo, finish, type Halves, hashCell, seedOf, steadyText } from './hash.ts'
import type { OpenRows } from './open-rows.ts'

const buckets = 65_536
const mostBuckets = 8
const mostRows = 2_000

/**
 * Rows that differ, each with its counterpart where it has one. Two passes over each file in memory that does not grow
 * with it: rows are put in buckets by their key, and only rows of a few buckets that differ are kept.
 */
export async function readDifferingRows(
  before: OpenRows,
  after: OpenRows,
  columns: readonly string[],
  key: readonly string[],
): Promise<RowExample[]> {
  const [left, right] = [await sumBuckets(before, columns, key), await sumBuckets(after, columns, key)]
  const wanted = new Set<number>()
  for (let at = 0; at < buckets && wanted.size < mostBuckets; at += 1)
    if (left.low[at] !== right.low[at] || left.high[at] !== right.high[at]) wanted.add(at)
  const [old, now] = [await readBuckets(before, columns, key, wanted), await readBuckets(after, columns, key, wanted)]
  return pairRows(old, now, columns)
}

interface BucketSums {
  low: Uint32Array
  high: Uint32Array
}

async function sumBuckets(open: OpenRows, columns: readonly string[], key: readonly string[]): Promise<BucketSums> {
  const sums = { low: new Uint32Array(buckets), high: new Uint32Array(buckets) }
  await eachRow(open, columns, key, (bucket, cells, hash) => {
    const whole = hash(cells)
    // Typed arrays wrap around as sums do.
    sums.low[bucket] = (sums.low[bucket] ?? 0) + whole.low
    sums.high[bucket] = (sums.high[bucket] ?? 0) + whole.high
  })
  return sums
}

async function readBuckets(
  open: OpenRows,
  columns: readonly string[],
  key: readonly string[],
  wanted: ReadonlySet<number>,
): Promise<KeyedRow[]> {
  const rows: KeyedRow[] = []
  const places = columns.flatMap((name, at) => (key.includes(name) ? [at] : []))
  await eachRow(open, columns, key, (bucket, cells) => {
    if (!wanted.has(bucket) || rows.length >= mostRows) return
    const steady = cells.map((cell) => (cell === null ? null : steadyText(cell)))
    rows.push({ key: JSON.stringify(places.map((at) => steady[at])), cells: steady })
  })
  return rows
}

type RowHash = (cells: Cells) => Halves

/** `cells` are those of `columns`, in that order. */
async function eachRow(
  open: OpenRows,
  columns: readonly string[],
  key: readonly string[],
  take: (bucket: number, cells: Cells, hash: RowHash) => void,
): Promise<void> {
  const seeds = columns.map(seedOf)
  const hashOf = (cells: Cells, only?: readonly boolean[]): Halves => {
    const sum = { low: 0, high: 0 }
    for (const [at, cell] of cells.entries())
      if (cell !== null && only?.[at] !== false) addTo(sum, hashCell(cell, seeds[at] ?? { low: 0, high: 0 }))
    return finish(sum)
  }
  const isKey = columns.map((name) => key.includes(name))
  const { names, batches } = open()
  let places: number[] = []
  let known = -1
  for await (const batch of batches) {
    if (names.length !== known) places = columns.map((name) => names.indexOf(name))
    known = names.length
    for (const row of batch) {
      const cells = places.map((place) => row[place] ?? null)
      take(hashOf(cells, isKey).low & (buckets - 1), cells, hashOf)
    }
  }
}
