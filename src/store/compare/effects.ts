import type { TableShape } from '../types.ts'
import { movedTables } from './activity.ts'
import { equalPrints, type Fingerprint } from './fingerprints.ts'
import type { Look, Sides, TablePrints } from './look.ts'
import { holdsRows, type TablePair } from './pairs.ts'

/** The tables that were written between two looks at one database: other rows, or the same ones again. */
export function writtenTables(before: Look, after: Look): TableShape[] {
  const moved = movedTables(before.activity, after.activity)
  for (const [oid, { full }] of after.prints) {
    const old = before.prints.get(oid)
    if (old !== undefined && !equalPrints(old.full, full)) moved.add(oid)
  }
  return [...moved].flatMap((oid) => {
    const table = after.schema.get(oid)
    return table === undefined || !holdsRows(table) ? [] : [table]
  })
}

/** Whether a pipeline left the same in a table on both sides, or, where the change itself had altered it, did the same to it. */
export function sameEffect(pair: TablePair, before: Sides<Look>, after: Sides<Look>): boolean {
  const [old, now] = [after.baseline.prints.get(pair.before.oid), after.candidate.prints.get(pair.after.oid)]
  if (old === undefined || now === undefined) return false
  if (equalPrints(old.shared, now.shared)) return true
  const start = before.baseline.prints.get(pair.before.oid)
  const otherStart = before.candidate.prints.get(pair.after.oid)
  if (start === undefined || otherStart === undefined) return false
  return equalPrints(step(start.shared, old.shared), step(otherStart.shared, now.shared))
}

function step(before: Fingerprint, after: Fingerprint): Fingerprint {
  return { rows: after.rows - before.rows, sum: after.sum - before.sum }
}

/**
 * Whether a pipeline did the same to some columns of a table that the change had altered, by their places in the pair;
 * undefined where that cannot be told.
 */
export function sameSteps(pair: TablePair, places: readonly number[], before: Sides<Look>, after: Sides<Look>): boolean | undefined {
  const all = [
    before.baseline.prints.get(pair.before.oid),
    after.baseline.prints.get(pair.before.oid),
    before.candidate.prints.get(pair.after.oid),
    after.candidate.prints.get(pair.after.oid),
  ]
  const [start, old, otherStart, now] = all
  if (start === undefined || old === undefined || otherStart === undefined || now === undefined) return undefined
  if (all.some((print) => print?.columns?.length !== pair.columns.length)) return undefined
  const stepAt = (from: TablePrints, to: TablePrints, at: number): bigint => (to.columns?.[at] ?? 0n) - (from.columns?.[at] ?? 0n)
  const sameRows = old.shared.rows - start.shared.rows === now.shared.rows - otherStart.shared.rows
  return sameRows && places.every((at) => stepAt(start, old, at) === stepAt(otherStart, now, at))
}
