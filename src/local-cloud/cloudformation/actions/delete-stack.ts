import type { QueryMap } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import { beginDelete, makeOperation, withOperation } from '../engine/begin.ts'
import { setStackStatus } from '../engine/status.ts'
import type { Engine } from '../engine.ts'
import { invalid } from '../invalid.ts'
import type { StackRecord } from '../records.ts'
import { dropChangeSets } from './change-set-records.ts'
import { digestOf, optionalText, readDeployment, readTexts, requireText } from './input.ts'

/** DeleteStack. What is not there, or is being deleted, is no error. */
export async function deleteStack(engine: Engine, input: QueryMap): Promise<undefined> {
  const stack = engine.stacks.find(requireText(input, 'StackName'))
  if (stack === undefined || ['DELETE_COMPLETE', 'DELETE_IN_PROGRESS'].includes(stack.status)) return
  if (isRepeated(stack, input)) return
  checkDeletable(stack)
  await dropChangeSets(engine, stack.id)
  if (stack.status === 'REVIEW_IN_PROGRESS') return dropReviewed(engine, stack)
  const token = optionalText(input, 'ClientRequestToken')
  const operation = makeOperation(engine, 'DELETE_STACK', { digest: digestOf(input), ...(token === undefined ? {} : { token }) })
  const retained = readTexts(input, 'RetainResources')
  checkRetained(stack, retained)
  const forced = optionalText(input, 'DeletionMode') === 'FORCE_DELETE_STACK'
  if (forced && stack.status !== 'DELETE_FAILED')
    throw invalid('FORCE_DELETE_STACK can only be used on a stack that is in DELETE_FAILED state.')
  const { express } = readDeployment(input)
  await beginDelete(engine, stack, { ...withOperation(stack, operation), retained, forced, express })
}

/** The token of a deletion that was begun names that deletion, however it ended. Throws TokenAlreadyExistsException. */
function isRepeated({ operations }: StackRecord, input: QueryMap): boolean {
  const token = optionalText(input, 'ClientRequestToken')
  const known = operations.find((operation) => token !== undefined && operation.token === token)
  if (known === undefined) return false
  if (known.kind === 'DELETE_STACK' && known.digest === digestOf(input)) return true
  throw new ServiceError('TokenAlreadyExistsException', 'A client request token already exists.')
}

function checkDeletable({ id, name, status, terminationProtection }: StackRecord): void {
  if (terminationProtection) throw invalid(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`)
  if (/^UPDATE_.*IN_PROGRESS$/.test(status)) throw invalid(`Stack [${id}] cannot be deleted while in status ${status}`)
}

function checkRetained(stack: StackRecord, retained: readonly string[]): void {
  if (retained.length === 0) return
  if (stack.status !== 'DELETE_FAILED') {
    throw invalid(
      `Invalid operation on stack [${stack.id}]. RetainResources can be used only when the stack is in the DELETE_FAILED state.`,
    )
  }
  const unknown = retained.filter((id) => !Object.hasOwn(stack.resources, id))
  if (unknown.length > 0) throw invalid(`Resources [${unknown.join(', ')}] to retain do not exist in the stack.`)
}

/** A stack that never was more than a change set has nothing to be deleted. */
async function dropReviewed(engine: Engine, stack: StackRecord): Promise<undefined> {
  const deletedAt = engine.world.clock.now().toISOString()
  await setStackStatus(engine, stack.id, 'DELETE_COMPLETE', { patch: { deletedAt } })
}
