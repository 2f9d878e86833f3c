import type { QueryMap } from '../../protocol/query.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import { beginUpdate, makeOperation, withOperation } from '../engine/begin.ts'
import { hasChanges } from '../engine/changes.ts'
import type { Engine } from '../engine.ts'
import { invalid } from '../invalid.ts'
import type { StackRecord } from '../records.ts'
import { digestOf, optionalText, readDeployment, readFlag, requireText } from './input.ts'
import { readStackInput } from './stack-input.ts'

const updatable = new Set([
  ...['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE'],
  ...['CREATE_FAILED', 'UPDATE_FAILED'],
])

/** UpdateStack. */
export async function updateStack(engine: Engine, input: QueryMap): Promise<XmlObject> {
  const stack = engine.stacks.require(requireText(input, 'StackName'))
  const token = optionalText(input, 'ClientRequestToken')
  const [last] = stack.operations
  const isRepeated = token !== undefined && last?.kind === 'UPDATE_STACK' && last.token === token && last.digest === digestOf(input)
  if (isRepeated) return { StackId: stack.id, OperationId: last.id }
  requireUpdatable(stack)
  const values = await readStackInput(engine, input, stack)
  requireUpdatable(engine.stacks.get(stack.id))
  if (!hasChanges(engine, stack, values)) throw invalid('No updates are to be performed.')
  const operation = makeOperation(engine, 'UPDATE_STACK', { digest: digestOf(input), ...(token === undefined ? {} : { token }) })
  const { express, disableRollback } = readDeployment(input)
  const onFailure = (readFlag(input, 'DisableRollback') ?? disableRollback) === true ? 'DO_NOTHING' : 'ROLLBACK'
  await beginUpdate(engine, stack, values, { ...withOperation(stack, operation), onFailure, express })
  return { StackId: stack.id, OperationId: operation.id }
}

/** Throws ValidationError for a stack that is busy, or that can only be deleted. */
export function requireUpdatable({ id, status }: StackRecord): void {
  if (!updatable.has(status)) throw invalid(`Stack:${id} is in ${status} state and can not be updated.`)
}

/** UpdateTerminationProtection. */
export async function updateTerminationProtection(engine: Engine, input: QueryMap): Promise<XmlObject> {
  const stack = engine.stacks.require(requireText(input, 'StackName'))
  if (stack.parentId !== undefined) throw invalid('Termination protection cannot be enabled on a nested stack; set it on the root stack.')
  if (stack.status.startsWith('DELETE_')) throw invalid(`Stack [${stack.name}] is in ${stack.status} state.`)
  await engine.stacks.change(stack.id, { terminationProtection: readFlag(input, 'EnableTerminationProtection') ?? false })
  return { StackId: stack.id }
}
