import { isReplicaError } from '../errors.ts'
import { SqlFailure } from '../ports/databases.ts'

/** Pure: why the clones of a part cannot be used any more, as a reason for its pipelines; undefined where the error says nothing of that. */
export function lossIn(error: unknown): string | undefined {
  if (error instanceof SqlFailure && isLoss(error.sqlState))
    return `its clones were lost while it was rehearsed (SQLSTATE ${error.sqlState})`
  if (isReplicaError(error) && lossCodes.has(error.code)) return `its clones were lost while it was rehearsed: ${error.message}`
  return undefined
}

const lossCodes: ReadonlySet<string> = new Set(['store.no_answer', 'store.clone_failed', 'store.clone_left'])

/** Connection failures, ended by the server, and a database that is not there. */
function isLoss(sqlState: string): boolean {
  return sqlState.startsWith('08') || sqlState.startsWith('57P') || sqlState === '3D000'
}
