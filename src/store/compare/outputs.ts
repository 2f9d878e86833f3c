import type { Session } from '../../ports/databases.ts'
import { tableName } from '../schema/names.ts'
import type { RowExample, Schema, TableDelta, TableShape } from '../types.ts'
import { describeDifference } from './differences.ts'
import { fingerprintColumns, fingerprintTables } from './fingerprints.ts'
import { equalPrints, type Look, type Sides, sameEffect, writtenTables } from './look.ts'
import { type ColumnPair, comparableText, pairTables, type TablePair } from './pairs.ts'

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
  const differences: OutputDifference[] = []
  const unstable: string[] = []
  const uncomparable: string[] = []
  for (const pair of pairs.filter((each) => byBaseline.has(each.before.oid) || byCandidate.has(each.after.oid))) {
    const stable = await stableColumns(sessions, pair, after, origin)
    const name = tableName(pair.before)
    unstable.push(...pair.columns.filter((column) => !stable.includes(column)).map((column) => `${name}.${column.before.name}`))
    if (stable.length === 0) uncomparable.push(name)
    else if (await differs(sessions, pair, stable, before, after, origin)) {
      const shape = origin.has(pair.before.oid) ? { missing: [], added: [] } : { missing: pair.missing, added: pair.added }
      differences.push({ ...(await describeDifference({ before: sessions.baseline, after: sessions.candidate }, pair, stable)), ...shape })
    }
  }
  const paired = new Set(pairs.flatMap((pair) => [pair.before, pair.after]))
  const lonely = (table: TableShape): boolean => !paired.has(table)
  const gone = written.filter(lonely).map((table) => oneSided(table, after.baseline, 'before'))
  const come = writtenTables(before.candidate, after.candidate)
    .filter(lonely)
    .map((table) => oneSided(table, after.candidate, 'after'))
  return { written: written.map(tableName), differences: [...differences, ...gone, ...come], unstable, uncomparable }
}

async function differs(
  sessions: Sides<Session>,
  pair: TablePair,
  stable: readonly ColumnPair[],
  before: Sides<Look>,
  after: Sides<Look>,
  origin: Schema,
): Promise<boolean> {
  const reshaped = !origin.has(pair.before.oid) && pair.missing.length + pair.added.length > 0
  if (reshaped) return true
  if (sameEffect(pair, before, after)) return false
  if (stable.length === pair.columns.length) return true
  const texts = stable.map((column) => comparableText(column.before, column.after))
  const otherTexts = stable.map((column) => comparableText(column.after, column.before))
  const [[old], [now]] = await Promise.all([
    fingerprintTables(sessions.baseline, [{ table: pair.before, texts }]),
    fingerprintTables(sessions.candidate, [{ table: pair.after, texts: otherTexts }]),
  ])
  return old === undefined || now === undefined || !equalPrints(old, now)
}

/** The columns in which two runs of the baseline agree. Where rows themselves differ, there are none. */
async function stableColumns(
  sessions: Sides<Session>,
  pair: TablePair,
  after: Sides<Look>,
  origin: Schema,
): Promise<readonly ColumnPair[]> {
  const twin = pairTables(after.baseline.schema, after.control.schema, origin).find(({ before }) => before.oid === pair.before.oid)
  if (twin === undefined) return []
  const [one, two] = [after.baseline.tables.get(pair.before.oid), after.control.tables.get(twin.after.oid)]
  if (one === undefined || two === undefined || one.full.rows !== two.full.rows) return []
  if (equalPrints(one.full, two.full)) return pair.columns
  const texts = pair.columns.map((column) => comparableText(column.before))
  const [first, second] = await Promise.all([
    fingerprintColumns(sessions.baseline, { table: pair.before, texts }),
    fingerprintColumns(sessions.control, { table: twin.after, texts }),
  ])
  const stable = pair.columns.filter((_, at) => first[at] === second[at])
  return (await agree(sessions, pair, twin, stable)) ? stable : []
}

/** Columns may each hold the same values and yet be put together in other rows. */
async function agree(sessions: Sides<Session>, pair: TablePair, twin: TablePair, stable: readonly ColumnPair[]): Promise<boolean> {
  if (stable.length === 0) return false
  const texts = stable.map((column) => comparableText(column.before))
  const [[one], [two]] = await Promise.all([
    fingerprintTables(sessions.baseline, [{ table: pair.before, texts }]),
    fingerprintTables(sessions.control, [{ table: twin.after, texts }]),
  ])
  return one !== undefined && two !== undefined && equalPrints(one, two)
}

function oneSided(table: TableShape, look: Look, side: 'before' | 'after'): OutputDifference {
  const rows = look.tables.get(table.oid)?.full.rows ?? 0
  const names = [...table.columns.values()].map((column) => column.name)
  return {
    delta: { table: tableName(table), rows: { before: 0, after: 0, [side]: rows }, columns: [], examples: [] },
    rows: [],
    steady: [],
    missing: side === 'before' ? names : [],
    added: side === 'after' ? names : [],
  }
}
