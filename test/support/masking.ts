import { createClock } from '../../src/adapters/clock.ts'
import { createDatabases } from '../../src/adapters/databases.ts'
import type { Event } from '../../src/events.ts'
import type { Databases } from '../../src/ports/databases.ts'
import type { MaskMethod, MaskRule } from '../../src/spec/types.ts'
import { type Confirmed, parseConfirmed } from '../../src/store/mask/confirmed.ts'
import { maskStores } from '../../src/store/mask/mask.ts'
import type { Store } from '../../src/store/types.ts'

/** `app.public.t.c` and what becomes of it, as rules; the line is the entry's. */
export function rulesOf(rules: Readonly<Record<string, MaskMethod>>): MaskRule[] {
  return Object.entries(rules).map(([key, method], at) => {
    const [store = '', schema = '', table = '', column = ''] = key.split('.')
    return { store, schema, table, column, method, place: `replica.yml:${at + 1}:3` }
  })
}

export interface MaskTrial {
  rules: Readonly<Record<string, MaskMethod>>
  secret?: string
  confirmed?: string
  databases?: Databases
}

/** Masks stores as a run does. The columns masked, and the confirmation that was proposed. */
export async function maskAs(
  stores: Readonly<Record<string, Store>>,
  { rules, secret = 'secret', confirmed, databases = createDatabases() }: MaskTrial,
): Promise<{ masked: string[]; proposal: string | undefined; events: Pick<Event, 'code' | 'data'>[] }> {
  let proposal: string | undefined
  const events: Pick<Event, 'code' | 'data'>[] = []
  const propose = async (text: string) => {
    proposal = text
    return '.prod-replica/replica.columns'
  }
  const known: Confirmed | undefined = confirmed === undefined ? undefined : parseConfirmed(confirmed, 'replica.columns')
  const ports = { databases, clock: createClock(), emit: (code: never, data: never) => void events.push({ code, data }) }
  const masked = await maskStores(stores, { rules: rulesOf(rules), secret, confirmed: known, propose }, ports as never)
  return { masked, proposal, events }
}
