import type { QueryMap } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import { beginCreate, makeOperation } from '../engine/begin.ts'
import { makeStack, makeStackId } from '../engine/new-stack.ts'
import type { Engine } from '../engine.ts'
import { invalid } from '../invalid.ts'
import type { StackRecord } from '../records.ts'
import { digestOf, optionalText, readDeployment, readFlag, requireText } from './input.ts'
import { readStackInput } from './stack-input.ts'

/** CreateStack. The same token with the same request gives the stack that the first call made. */
export async function createStack(engine: Engine, input: QueryMap): Promise<XmlObject> {
  const name = requireStackName(input)
  const repeated = sameCall(engine, name, input)
  if (repeated !== undefined) return answer(repeated)
  requireFree(engine, name)
  const id = makeStackId(engine, name)
  const values = await readStackInput(engine, input, { id, name })
  // A template by URL takes time, in which another call may have taken the name.
  requireFree(engine, name)
  const token = optionalText(input, 'ClientRequestToken')
  const operation = makeOperation(engine, 'CREATE_STACK', { digest: digestOf(input), ...(token === undefined ? {} : { token }) })
  const options = {
    onFailure: readFailurePolicy(input),
    express: readDeployment(input).express,
    terminationProtection: readFlag(input, 'EnableTerminationProtection') ?? false,
    retainExceptOnCreate: readFlag(input, 'RetainExceptOnCreate') ?? false,
  }
  const stack = makeStack(engine, { id, name, ...options }, values, operation)
  await beginCreate(engine, stack)
  return answer(stack)
}

/** A name that a stack may have. Throws ValidationError. */
export function requireStackName(input: QueryMap): string {
  const name = requireText(input, 'StackName')
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return name
  const start = `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must`
  if (name.length > 128) throw invalid(`${start} have length less than or equal to 128`)
  throw invalid(`${start} satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`)
}

/** What becomes of a stack whose operation fails. */
export function readFailurePolicy(input: QueryMap): StackRecord['onFailure'] {
  const onFailure = optionalText(input, 'OnFailure')
  const disabled = readFlag(input, 'DisableRollback') ?? readDeployment(input).disableRollback
  if (onFailure !== undefined && input.DisableRollback !== undefined) {
    throw invalid('You can specify either DisableRollback or OnFailure, but not both.')
  }
  if (onFailure === 'DO_NOTHING' || onFailure === 'DELETE' || onFailure === 'ROLLBACK') return onFailure
  return disabled === true ? 'DO_NOTHING' : 'ROLLBACK'
}

function sameCall(engine: Engine, name: string, input: QueryMap): StackRecord | undefined {
  const token = optionalText(input, 'ClientRequestToken')
  const stack = engine.stacks.find(name)
  const creation = stack?.operations.find(({ kind }) => kind === 'CREATE_STACK')
  if (token === undefined || creation === undefined || creation.token !== token) return undefined
  if (creation.digest === digestOf(input)) return stack
  throw new ServiceError('TokenAlreadyExistsException', 'A client request token already exists.')
}

function requireFree(engine: Engine, name: string): void {
  if (engine.stacks.find(name) !== undefined) throw new ServiceError('AlreadyExistsException', `Stack [${name}] already exists`)
}

function answer(stack: StackRecord): XmlObject {
  return { StackId: stack.id, OperationId: stack.operations[0]?.id }
}
