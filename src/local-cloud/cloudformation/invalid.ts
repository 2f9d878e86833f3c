import { ServiceError } from '../protocol/service-error.ts'

/** CloudFormation's answer to most bad input: code ValidationError with AWS's own sentence. */
export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message)
}

/** A fault of the whole operation, in place of one resource's: its message is the stack's status reason. */
export class StackFault extends Error {}
