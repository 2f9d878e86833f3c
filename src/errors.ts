import { bootstrapErrors } from './errors/bootstrap.ts'
import { circleciErrors } from './errors/circleci.ts'
import { cliErrors } from './errors/cli.ts'
import { cloudErrors } from './errors/cloud.ts'
import { deriveErrors } from './errors/derive.ts'
import type { ErrorText } from './errors/entry.ts'
import { ExitCode } from './errors/entry.ts'
import { identityErrors } from './errors/identity.ts'
import { localErrors } from './errors/local.ts'
import { maskErrors } from './errors/mask.ts'
import { notifyErrors } from './errors/notify.ts'
import { onHostErrors } from './errors/on-host.ts'
import { productionErrors } from './errors/production.ts'
import { rehearsalErrors } from './errors/rehearsal.ts'
import { replicaErrors } from './errors/replica.ts'
import { specErrors } from './errors/spec.ts'
import { stackErrors } from './errors/stack.ts'
import { storeErrors } from './errors/store.ts'

export { ExitCode }

/** Every error that a user can meet: one file a room under errors/, put together here. */
export const catalogue = {
  ...cliErrors,
  ...specErrors,
  ...cloudErrors,
  ...identityErrors,
  ...productionErrors,
  ...deriveErrors,
  ...stackErrors,
  ...replicaErrors,
  ...bootstrapErrors,
  ...storeErrors,
  ...maskErrors,
  ...rehearsalErrors,
  ...onHostErrors,
  ...notifyErrors,
  ...circleciErrors,
  ...localErrors,
}

export type ErrorCode = keyof typeof catalogue
export type ErrorContext<Code extends ErrorCode> = Parameters<(typeof catalogue)[Code]>[0]

const brand = Symbol.for('prod-replica.error')

/** The one error class: coded, with a place, what was found and what to do. Made by `fail` and `failAll` alone. */
export class ReplicaError extends Error {
  /** The helper and the local cloud are two bundles, each with a class of its own: the brand is what they share. */
  readonly [brand] = true
  readonly code: ErrorCode | 'several'
  readonly text: ErrorText
  /** Where several faults were found at once, each of them. */
  readonly problems: readonly ReplicaError[]

  constructor(code: ErrorCode | 'several', text: ErrorText, options: { cause?: unknown; problems?: readonly ReplicaError[] }) {
    super(text.place === undefined ? text.message : `${text.place}: ${text.message}`, { cause: options.cause })
    this.name = 'ReplicaError'
    this.code = code
    this.text = text
    this.problems = options.problems ?? []
  }

  get exitCode(): ExitCode {
    return this.text.exitCode
  }
}

/** The error of the catalogue for `code`; the caller throws it. `cause` is what was caught, if anything was. */
export function fail<Code extends ErrorCode>(code: Code, context: ErrorContext<Code>, cause?: unknown): ReplicaError {
  const entry = catalogue[code] as (context: ErrorContext<Code>) => ErrorText
  return new ReplicaError(code, entry(context), { cause })
}

/** One error for several faults found together; a single fault stays itself. */
export function failAll(problems: readonly ReplicaError[]): ReplicaError {
  const [first] = problems
  if (first !== undefined && problems.length === 1) return first
  const text = { message: `${problems.length} problems`, remedy: '', exitCode: first?.exitCode ?? ExitCode.badInput }
  return new ReplicaError('several', text, { problems })
}

/** Whether an error is ours, with that code (or any, without one). */
export function isReplicaError(error: unknown, code?: ErrorCode): error is ReplicaError {
  return error instanceof Error && brand in error && (code === undefined || (error as ReplicaError).code === code)
}
