import { createHash } from 'node:crypto'
import { fail, failAll, type ReplicaError } from '../../errors.ts'
import type { Session } from '../../ports/databases.ts'
import type { MaskRule } from '../../spec/types.ts'
import { readUndisturbed } from '../read-undisturbed.ts'
import type { Store } from '../types.ts'
import { type Confirmed, formatConfirmed } from './confirmed.ts'
import { demandRules } from './demands.ts'
import { maskFailure } from './failure.ts'
import { deriveMaskKeys, type MaskKeys } from './keys.ts'
import { withStoresClosed } from './lock.ts'
import { moveMarker, readMarker } from './marker.ts'
import { maskStore } from './mask-store.ts'
import { unmatchedRules } from './plan.ts'
import type { MaskPorts } from './ports.ts'
import { type SurveyedStore, surveyStore } from './survey.ts'

export interface MaskRequest {
  rules: readonly MaskRule[]
  /** The replica's own: whoever does not have it cannot go back. */
  secret: string
  /** The columns that the team has confirmed; undefined where it has confirmed none. */
  confirmed?: Confirmed | undefined
  /** Takes the text of a confirmation of the columns as they are, and says where it is kept. */
  propose(text: string): Promise<string>
}

/**
 * Masks what the rules name, set-wise inside the databases, before anything else may connect. Equal values get equal masks
 * in every column and store, by a hash under a key made from `secret`; nobody without it can go back. Fails closed: a
 * column without a rule that looks personal, or is new since the confirmation, stops it, and every store stays closed. It
 * can be called again after any crash, and does nothing where a store is masked already. Returns
 * `store.schema.table.column` of every masked column. Throws `mask.*`, all faults at once, before any row is changed.
 */
export async function maskStores(stores: Readonly<Record<string, Store>>, request: MaskRequest, ports: MaskPorts): Promise<string[]> {
  const keys = deriveMaskKeys(request.secret)
  const digest = digestOf(keys, request)
  const known = await Promise.all(Object.values(stores).map((store) => maskedBefore(store, digest, ports)))
  if (known.every((columns) => columns !== undefined)) return known.flat()
  return await withStoresClosed(Object.values(stores), ports, async (open) => {
    const surveyed = await Promise.all(open.map(({ store, session }) => survey(store, session, request.rules)))
    const faults = await faultsOf(surveyed, keys, request)
    if (faults.length > 0) throw failAll(faults)
    const masked: string[] = []
    for (const each of surveyed) masked.push(...(await maskStore(each, keys, ports)))
    for (const { session } of surveyed) await moveMarker(session, { state: 'done', digest, key: keys.digest })
    return masked
  })
}

async function survey(store: Store, session: Session, rules: readonly MaskRule[]): Promise<SurveyedStore> {
  return await surveyStore(store, session, rules).catch((error: unknown) => {
    throw maskFailure(error, store.name, 'the look at its columns')
  })
}

/** The columns of a store that is masked by these very rules under this key; undefined for any other. */
async function maskedBefore(store: Store, digest: string, ports: MaskPorts): Promise<string[] | undefined> {
  // A store that is closed lets nobody in; somebody who is masking it sends us away.
  const marker = await readUndisturbed(store, ports, readMarker).catch(() => undefined)
  if (marker?.state !== 'done' || marker.digest !== digest) return undefined
  return [...marker.columns.keys()].map((column) => `${store.name}.${column}`)
}

async function faultsOf(
  surveyed: readonly SurveyedStore[],
  keys: MaskKeys,
  { rules, confirmed, propose }: MaskRequest,
): Promise<ReplicaError[]> {
  const catalogs = Object.fromEntries(surveyed.map(({ store, catalog }) => [store.name, catalog]))
  const proposal = await propose(formatConfirmed(catalogs))
  const demand = demandRules(
    surveyed.flatMap(({ unruled }) => unruled),
    confirmed,
    proposal,
  )
  return [
    ...unmatchedRules(rules, catalogs),
    ...surveyed.flatMap(({ plan }) => plan.problems),
    ...surveyed.flatMap((each) => changedRules(each, keys)),
    ...(demand === undefined ? [] : [demand]),
  ]
}

/** Rules for more columns can be followed on a masked store; other ones for the same columns, or another key, cannot. */
function changedRules({ store, plan, marker }: SurveyedStore, keys: MaskKeys): ReplicaError[] {
  if (marker === undefined || marker.columns.size === 0) return []
  if (marker.key !== keys.digest) return [fail('mask.rules_changed', { store: store.name, columns: [] })]
  const wanted = new Map(
    plan.tables.flatMap(({ table, columns }) =>
      columns.map(({ column, method }) => [`${table.schema}.${table.name}.${column.name}`, method]),
    ),
  )
  const columns = [...marker.columns].filter(([column, method]) => wanted.get(column) !== method).map(([column]) => column)
  return columns.length === 0 ? [] : [fail('mask.rules_changed', { store: store.name, columns })]
}

function digestOf(keys: MaskKeys, { rules, confirmed }: MaskRequest): string {
  const texts = rules.map(({ store, schema, table, column, method }) => [store, schema, table, column, method])
  const lines = confirmed === undefined ? null : [...confirmed].sort()
  return createHash('sha256')
    .update(JSON.stringify([keys.digest, texts, lines]))
    .digest('hex')
}
