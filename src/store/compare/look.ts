import type { Session } from '../../ports/databases.ts'
import { findTable } from '../schema/names.ts'
import { readSchema } from '../schema/tables.ts'
import type { Schema, TableShape } from '../types.ts'
import { type Activity, movedTables, readActivity, readTraits, readUnreadable, type ServerTraits, settle } from './activity.ts'
import { equalPrints, fingerprintColumns, fingerprintTables, type TwoPrints } from './fingerprints.ts'
import { holdsRows, isFloat, pairTables, type TablePair } from './pairs.ts'
import { hashValue, hashValues, isSettledType } from './values.ts'

/** What one database holds at one moment. */
export interface Look {
  schema: Schema
  activity: Activity
  traits: ServerTraits
  /** Tables that may not be read, a revoked grant's: they have no fingerprint. */
  unreadable: ReadonlySet<number>
  /** By table OID: over all columns, and over those that the other side has too. Only tables that may differ have one. */
  prints: ReadonlyMap<number, TablePrints>
}

export interface TablePrints extends TwoPrints {
  /** Floating-point numbers were taken to 15 digits. */
  tolerant: boolean
  /** Of a table that the change itself altered: the sums of each shared column, in the pair's order. */
  columns?: readonly bigint[]
}

/** The databases of one rehearsal's sides; the candidate is the one that was changed. */
export interface Sides<Value> {
  baseline: Value
  control: Value
  candidate: Value
}

const names = ['baseline', 'control', 'candidate'] as const

/**
 * Looks at all sides at once. `origin` is the schema that all of them were cloned from. Tables that nobody wrote since
 * `before` keep their fingerprints of then; of the first look, only `altered` ones are read: those that the change itself wrote.
 */
export async function lookAtSides(
  sessions: Sides<Session>,
  origin: Schema,
  since: { before: Sides<Look> } | { altered: ReadonlySet<number> | 'unknown' },
): Promise<Sides<Look>> {
  await each((side) => settle(sessions[side]))
  const traits = await readTraits(sessions.baseline)
  const schemas = await each((side) => readSchema(sessions[side]))
  const activity = await each((side) => readActivity(sessions[side]))
  const unreadable = await each((side) => readUnreadable(sessions[side]))
  const pairs = pairTables(schemas.baseline, schemas.candidate, origin)
  const before = 'before' in since ? since.before : undefined
  const isWanted = wantedPairs(since, activity, traits)
  const wanted = pairs.filter((pair) => isWanted(pair) && mayBeRead(pair, unreadable))
  const fresh = await printPairs({ sessions, schemas, origin, traits }, wanted, before)
  const prints = (side: keyof Sides<unknown>): ReadonlyMap<number, TablePrints> =>
    new Map([...(before?.[side].prints ?? []), ...fresh[side]])
  return await each(async (side) => ({
    schema: schemas[side],
    activity: activity[side],
    traits,
    unreadable: unreadable[side],
    prints: prints(side),
  }))
}

async function each<Value>(work: (side: keyof Sides<unknown>) => Promise<Value>): Promise<Sides<Value>> {
  const [baseline, control, candidate] = await Promise.all(names.map(work))
  return { baseline: baseline as Value, control: control as Value, candidate: candidate as Value }
}

/** Whether every side may be asked for a table's rows. */
export function mayBeRead(pair: TablePair, unreadable: Sides<ReadonlySet<number>>): boolean {
  return !unreadable.baseline.has(pair.before.oid) && !unreadable.control.has(pair.before.oid) && !unreadable.candidate.has(pair.after.oid)
}

interface Looking {
  sessions: Sides<Session>
  schemas: Sides<Schema>
  origin: Schema
  traits: ServerTraits
}

function wantedPairs(
  since: { before: Sides<Look> } | { altered: ReadonlySet<number> | 'unknown' },
  activity: Sides<Activity>,
  traits: ServerTraits,
): (pair: TablePair) => boolean {
  if (!traits.countsWrites) return () => true
  if ('altered' in since) {
    const { altered } = since
    return altered === 'unknown' ? () => true : (pair) => altered.has(pair.after.oid) || isReadAnew(pair)
  }
  const moved = names.map((side) => movedTables(since.before[side].activity, activity[side]))
  return ({ before, after }) => moved[0]?.has(before.oid) || moved[1]?.has(before.oid) || moved[2]?.has(after.oid) || false
}

/**
 * Fingerprints of the pairs on all sides. Floating-point numbers are taken exactly first, which is fast; where the sides
 * then differ, or differed before, to 15 digits.
 */
async function printPairs(
  looking: Looking,
  pairs: readonly TablePair[],
  before: Sides<Look> | undefined,
): Promise<Sides<Map<number, TablePrints>>> {
  const exact = await printWith(looking, pairs, false)
  const doubtful: TablePair[] = []
  for (const pair of pairs.filter(hasFloats)) {
    const altered = before === undefined || isAltered(pair, before)
    if (altered || (isMoved(pair, exact) && (await floatsMoved(looking, pair)))) doubtful.push(pair)
  }
  const tolerant = await printWith(looking, doubtful, true)
  const prints = await each(async (side) => new Map([...exact[side], ...tolerant[side]]))
  for (const pair of pairs) if (needsColumns(pair, prints, before)) await addColumns(looking, pair, prints)
  return prints
}

/** What a pipeline did to a table that the change altered shows column by column only in sums that are there from the start. */
function needsColumns(pair: TablePair, prints: Sides<ReadonlyMap<number, TablePrints>>, before: Sides<Look> | undefined): boolean {
  if (before !== undefined) return before.baseline.prints.get(pair.before.oid)?.columns !== undefined
  const [old, now] = [prints.baseline.get(pair.before.oid), prints.candidate.get(pair.after.oid)]
  return old !== undefined && now !== undefined && !equalPrints(old.shared, now.shared)
}

async function addColumns({ sessions, traits }: Looking, pair: TablePair, prints: Sides<Map<number, TablePrints>>): Promise<void> {
  const read = async (side: 'baseline' | 'candidate', own: 'before' | 'after'): Promise<void> => {
    const print = prints[side].get(pair[own].oid)
    if (print === undefined) return
    const style = { typed: traits.typedHashes, tolerant: print.tolerant }
    const columns = await fingerprintColumns(sessions[side], { table: pair[own], values: hashValues(pair.columns, own, style) }, style)
    prints[side].set(pair[own].oid, { ...print, columns })
  }
  await Promise.all([read('baseline', 'before'), read('candidate', 'after')])
}

/** Whether it is the floating-point numbers in which the sides differ. */
async function floatsMoved({ sessions, schemas, origin, traits }: Looking, pair: TablePair): Promise<boolean> {
  const twin = twinOf(pair.before, schemas.control, origin)
  const floats = pair.columns.filter(({ before, after }) => isFloat(before.type) || isFloat(after.type))
  if (twin === undefined || floats.some(({ before, after }) => before.type !== after.type)) return true
  const style = { typed: traits.typedHashes, tolerant: false }
  const print = async (session: Session, table: TableShape, own: 'before' | 'after'): Promise<string> =>
    (await fingerprintColumns(session, { table, values: hashValues(floats, own, style) }, style)).join()
  const prints = await Promise.all([
    print(sessions.baseline, pair.before, 'before'),
    print(sessions.control, twin, 'before'),
    print(sessions.candidate, pair.after, 'after'),
  ])
  return new Set(prints).size > 1
}

async function printWith(
  { sessions, schemas, origin, traits }: Looking,
  pairs: readonly TablePair[],
  tolerant: boolean,
): Promise<Sides<Map<number, TablePrints>>> {
  const style = { typed: traits.typedHashes, tolerant }
  return await each(async (side) => {
    const own = side === 'candidate' ? 'after' : 'before'
    const requests = pairs.flatMap((pair) => {
      const table = side === 'control' ? twinOf(pair.before, schemas.control, origin) : pair[own]
      if (table === undefined) return []
      const values = [...table.columns.values()].map((column) => hashValue(column, column, style))
      const shared = hashValues(pair.columns, own, style)
      const request = shared.join() === values.join() ? { table, values } : { table, values, shared }
      return [{ oid: pair[own].oid, request }]
    })
    const prints = await fingerprintTables(
      sessions[side],
      requests.map(({ request }) => request),
      style,
    )
    return new Map(requests.map(({ oid }, at) => [oid, { ...(prints[at] as TwoPrints), tolerant }]))
  })
}

/** The control's own table for one of the baseline's: a table that both made has another OID in each. */
export function twinOf(table: TableShape, control: Schema, origin: Schema): TableShape | undefined {
  const same = origin.has(table.oid) ? control.get(table.oid) : undefined
  const twin = same ?? findTable(control, table.schema, table.name)
  return twin !== undefined && holdsRows(twin) ? twin : undefined
}

/** Whether values may read otherwise without a write: an enum's label has another name, a generated column another expression. */
function isReadAnew(pair: TablePair): boolean {
  return [...pair.after.columns.values()].some((column) => column.generated || !isSettledType(column.type))
}

function hasFloats(pair: TablePair): boolean {
  return [...pair.before.columns.values(), ...pair.after.columns.values()].some(({ type }) => isFloat(type))
}

function isMoved(pair: TablePair, prints: Sides<ReadonlyMap<number, TwoPrints>>): boolean {
  const [one, two, three] = [
    prints.baseline.get(pair.before.oid),
    prints.control.get(pair.before.oid),
    prints.candidate.get(pair.after.oid),
  ]
  if (one === undefined || two === undefined || three === undefined) return true
  return !equalPrints(one.full, two.full) || !equalPrints(one.shared, three.shared)
}

/** Whether a table held other rows on the candidate's side than on the baseline's. */
export function isAltered(pair: TablePair, looks: Sides<Look>): boolean {
  const [old, now] = [looks.baseline.prints.get(pair.before.oid), looks.candidate.prints.get(pair.after.oid)]
  return old !== undefined && now !== undefined && !equalPrints(old.shared, now.shared)
}
