import { isReplicaError } from '../../../errors.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import { ResourceFailure } from '../../types.ts'
import { StackFault } from '../invalid.ts'

/** What an event says of an error. One that nobody foresaw is an internal failure, whose message is told too: it is ours. */
export function reasonOf(error: unknown): string {
  if (error instanceof ResourceFailure || error instanceof ServiceError || error instanceof StackFault) return error.message
  if (isReplicaError(error)) return `${error.message} ${error.text.remedy}`.trim()
  return `Internal Failure: ${error instanceof Error ? error.message : String(error)}`
}
