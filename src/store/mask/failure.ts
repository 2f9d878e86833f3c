import { fail } from '../../errors.ts'
import { SqlFailure } from '../../ports/databases.ts'

/** A server's error while a store is looked at or masked, as `mask.failed`; any other error is itself. `table` says where. */
export function maskFailure(error: unknown, store: string, table: string): unknown {
  if (!(error instanceof SqlFailure)) return error
  return fail('mask.failed', { store, table, sqlState: error.sqlState, reason: withoutValues(error) })
}

/** Errors about keys, names and resources name no value; of any other the text may quote one, and is kept back. */
function withoutValues(error: SqlFailure): string {
  return /^(?:23|42|53|55|57)/.test(error.sqlState) ? error.message : 'the server’s own words may hold a value, and are kept back'
}
