import type { QueryMap } from '../../protocol/query.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import { beginRollback, makeOperation, withOperation } from '../engine/begin.ts'
import type { Engine } from '../engine.ts'
import { invalid } from '../invalid.ts'
import type { StackRecord } from '../records.ts'
import { digestOf, optionalText, requireText } from './input.ts'

/** CancelUpdateStack: an update that runs is rolled back. */
export async function cancelUpdateStack(engine: Engine, input: QueryMap): Promise<undefined> {
  const stack = engine.stacks.require(requireText(input, 'StackName'))
  if (stack.status !== 'UPDATE_IN_PROGRESS') {
    throw invalid(`CancelUpdateStack cannot be called from current stack status ${stack.status}`)
  }
  await beginRollback(engine, stack, {})
}

/** ContinueUpdateRollback: a rollback that failed is tried again. ResourcesToSkip is not known here. */
export async function continueUpdateRollback(engine: Engine, input: QueryMap): Promise<XmlObject> {
  const stack = engine.stacks.require(requireText(input, 'StackName'))
  if (input.ResourcesToSkip !== undefined) throw invalid('The local cloud does not know ResourcesToSkip.')
  if (stack.status !== 'UPDATE_ROLLBACK_FAILED') throw stateError(stack)
  await beginRollback(engine, stack, newOperation(engine, stack, input))
  return {}
}

/** RollbackStack: of a creation or an update that failed and was left as it was, unless in express mode. */
export async function rollbackStack(engine: Engine, input: QueryMap): Promise<XmlObject> {
  const stack = engine.stacks.require(requireText(input, 'StackName'))
  const isLeft = stack.status === 'CREATE_FAILED' || stack.status === 'UPDATE_FAILED'
  if (!isLeft || stack.express) throw stateError(stack)
  const patch = newOperation(engine, stack, input)
  await beginRollback(engine, stack, patch)
  return { StackId: stack.id, OperationId: patch.operations[0]?.id }
}

/** DescribeAccountLimits: AWS's own defaults; nothing here holds them. */
export function describeAccountLimits(): XmlObject {
  const limits = { StackLimit: 2000, StackOutputsLimit: 200, ConcurrentResourcesLimit: 2500 }
  return { AccountLimits: { member: Object.entries(limits).map(([Name, Value]) => ({ Name, Value })) } }
}

function newOperation(engine: Engine, stack: StackRecord, input: QueryMap): Pick<StackRecord, 'operations'> {
  const token = optionalText(input, 'ClientRequestToken')
  const operation = makeOperation(engine, 'ROLLBACK', { digest: digestOf(input), ...(token === undefined ? {} : { token }) })
  return withOperation(stack, operation)
}

function stateError({ id, status }: StackRecord) {
  return invalid(`Stack:${id} is in ${status} state and can not be rolled back.`)
}
