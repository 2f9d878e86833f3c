import { fail, type ReplicaError } from '../../errors.ts'
import type { Confirmed } from './confirmed.ts'
import { confirmedLine } from './confirmed.ts'
import type { Suspicion } from './personal/look.ts'
import { ruleKey } from './rules.ts'
import type { MaskColumn, MaskTable } from './types.ts'

/** A column without a rule, and what was seen of it. */
export interface Unruled {
  store: string
  table: MaskTable
  column: MaskColumn
  suspicion?: Suspicion
}

/**
 * Fails closed: the columns without a rule that look personal, or that nobody has confirmed, as one error that names all of
 * them; undefined where there is none. Without a confirmation only what looks personal is asked for.
 */
export function demandRules(unruled: readonly Unruled[], confirmed: Confirmed | undefined, proposal: string): ReplicaError | undefined {
  const asked = unruled.flatMap((each) => {
    const isNew = confirmed !== undefined && !confirmed.has(confirmedLine(each.store, each.table, each.column))
    const why = [each.suspicion?.why ?? '', isNew ? 'it is new, or of another type, since the rules were confirmed' : ''].filter(Boolean)
    return why.length === 0 ? [] : [{ ...each, why: why.join(', and ') }]
  })
  if (asked.length === 0) return undefined
  const columns = asked.map((each) => `${keyOf(each)} ${each.column.type} (${each.why})`)
  const lines = asked.flatMap((each) => (each.suspicion === undefined ? [] : [`${keyOf(each)}: ${each.suspicion.method}`]))
  return fail('mask.columns_without_rule', { columns, lines, proposal })
}

function keyOf({ store, table, column }: Unruled): string {
  return ruleKey({ store, schema: table.schema, table: table.name, column: column.name })
}
