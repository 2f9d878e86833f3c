import type { Session } from '../../ports/databases.ts'
import { tableName } from '../schema/names.ts'
import { quoteTable } from '../sql/quote.ts'
import type { RowExample, Schema, TableDelta, TableShape } from '../types.ts'
import { describeDifference } from './differences.ts'
import { sameEffect, sameSteps, writtenTables } from './effects.ts'
import { equalPrints, fingerprintColumns, fingerprintTable } from './fingerprints.ts'
import { type Look, mayBeRead, type Sides, twinOf } from './look.ts'
import { type ColumnPair, pairTables, type TablePair } from './pairs.ts'
import { type HashStyle, hashValue, hashValues } from './values.ts'

/** What a pipeline wrote to one store, and where the sides differ. */
export interface OutputComparison {
  /** Tables that the baseline wrote, `schema.table`. */
  written: readonly string[]
  differences: readonly OutputDifference[]
  /** `schema.table.column` in which two baselines differ. */
  unstable: readonly string[]
  /** Tables of which nothing stable was left to compare. */
  uncomparable: readonly string[]
}

export interface OutputDifference {
  delta: TableDelta
  /** All differing rows that were looked at. */
  rows: readonly RowExample[]
  /** Columns that hold the same on both sides. */
  steady: readonly string[]
  /** Of a table that the pipeline makes: columns that only one side has. */
  missing: readonly string[]
  added: readonly string[]
}

/** Compares what the sides wrote between two looks. */
export async function compareOutputs(
  sessions: Sides<Session>,
  before: Sides<Look>,
  after: Sides<Look>,
  origin: Schema,
): Promise<OutputComparison> {
  const written = writtenTables(before.baseline, after.baseline)
  const byCandidate = new Set(writtenTables(before.candidate, after.candidate).map((table) => table.oid))
  const byBaseline = new Set(written.map((table) => table.oid))
  const pairs = pairTables(after.baseline.schema, after.candidate.schema, origin)
  const unreadable = { baseline: after.baseline.unreadable, control: after.control.unreadable, candidate: after.candidate.unreadable }
  const differences: OutputDifference[] = []
  const unstable: string[] = []
  const uncomparable: string[] = []
  for (const pair of pairs.filter((each) => byBaseline.has(each.before.oid) || byCandidate.has(each.after.oid))) {
    if (!mayBeRead(pair, unreadable)) {
      uncomparable.push(tableName(pair.before))
      continue
    }
    const style = { typed: after.baseline.traits.typedHashes, tolerant: after.baseline.prints.get(pair.before.oid)?.tolerant ?? true }
    const stable = await stableColumns(sessions, pair, after, origin, style)
    const name = tableName(pair.before)
    unstable.push(...pair.columns.filter((column) => !stable.includes(column)).map((column) => `${name}.${column.before.name}`))
    if (stable.length === 0) uncomparable.push(name)
    else if (await differs(sessions, pair, stable, before, after, origin, style)) {
      const shape = origin.has(pair.before.oid) ? { missing: [], added: [] } : { missing: pair.missing, added: pair.added }
      differences.push({
        ...(await describeDifference({ before: sessions.baseline, after: sessions.candidate, style }, pair, stable)),
        ...shape,
      })
    }
  }
  const paired = new Set(pairs.flatMap((pair) => [pair.before, pair.after]))
  const lonely = (table: TableShape): boolean => !paired.has(table)
  const gone = await oneSided(sessions.baseline, written.filter(lonely), 'before')
  const come = await oneSided(sessions.candidate, writtenTables(before.candidate, after.candidate).filter(lonely), 'after')
  return { written: written.map(tableName), differences: [...differences, ...gone, ...come], unstable, uncomparable }
}

async function differs(
  sessions: Sides<Session>,
  pair: TablePair,
  stable: readonly ColumnPair[],
  before: Sides<Look>,
  after: Sides<Look>,
  origin: Schema,
  style: HashStyle,
): Promise<boolean> {
  const reshaped = !origin.has(pair.before.oid) && pair.missing.length + pair.added.length > 0
  if (reshaped) return true
  if (sameEffect(pair, before, after)) return false
  if (stable.length === pair.columns.length) return true
  const places = stable.map((column) => pair.columns.indexOf(column))
  const same = sameSteps(pair, places, before, after)
  if (same !== undefined) return !same
  const [old, now] = await Promise.all([
    fingerprintTable(sessions.baseline, { table: pair.before, values: hashValues(stable, 'before', style) }, style),
    fingerprintTable(sessions.candidate, { table: pair.after, values: hashValues(stable, 'after', style) }, style),
  ])
  return !equalPrints(old, now)
}

/** The columns in which two runs of the baseline agree. Where rows themselves differ, there are none. */
async function stableColumns(
  sessions: Sides<Session>,
  pair: TablePair,
  after: Sides<Look>,
  origin: Schema,
  style: HashStyle,
): Promise<readonly ColumnPair[]> {
  const twin = twinOf(pair.before, after.control.schema, origin)
  const [one, two] = [after.baseline.prints.get(pair.before.oid), after.control.prints.get(pair.before.oid)]
  if (twin === undefined || one === undefined || two === undefined || one.full.rows !== two.full.rows) return []
  if (equalPrints(one.full, two.full)) return pair.columns
  const values = pair.columns.map(({ before }) => hashValue(before, before, style))
  const [first, second] = await Promise.all([
    fingerprintColumns(sessions.baseline, { table: pair.before, values }, style),
    fingerprintColumns(sessions.control, { table: twin, values }, style),
  ])
  const stable = pair.columns.filter((_, at) => first[at] === second[at])
  const kept = values.filter((_, at) => first[at] === second[at])
  return (await agree(sessions, pair.before, twin, kept, style)) ? stable : []
}

/** Columns may each hold the same values and yet be put together in other rows. */
async function agree(
  sessions: Sides<Session>,
  table: TableShape,
  twin: TableShape,
  values: readonly string[],
  style: HashStyle,
): Promise<boolean> {
  if (values.length === 0) return false
  const [one, two] = await Promise.all([
    fingerprintTable(sessions.baseline, { table, values }, style),
    fingerprintTable(sessions.control, { table: twin, values }, style),
  ])
  return equalPrints(one, two)
}

/** Tables that only one side has. */
async function oneSided(session: Session, tables: readonly TableShape[], side: 'before' | 'after'): Promise<OutputDifference[]> {
  const found: OutputDifference[] = []
  for (const table of tables) {
    const [row] = await session.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${quoteTable(table)}`)
    const names = [...table.columns.values()].map((column) => column.name)
    found.push({
      delta: { table: tableName(table), rows: { before: 0, after: 0, [side]: Number(row?.rows ?? 0) }, columns: [], examples: [] },
      rows: [],
      steady: [],
      missing: side === 'before' ? names : [],
      added: side === 'after' ? names : [],
    })
  }
  return found
}
