import type { QueryMap } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import { makeUuid } from '../../protocol/uuid.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import { makeOperation } from '../engine/begin.ts'
import { hasChanges, planChanges } from '../engine/changes.ts'
import { makeStack, makeStackId } from '../engine/new-stack.ts'
import { setStackStatus } from '../engine/status.ts'
import type { Engine } from '../engine.ts'
import { invalid } from '../invalid.ts'
import type { ChangeSetRecord, StackInput, StackRecord } from '../records.ts'
import { changeSets } from './change-set-records.ts'
import { requireStackName } from './create-stack.ts'
import { optionalText, readDeployment, requireText } from './input.ts'
import { readStackInput } from './stack-input.ts'
import { requireUpdatable } from './update-stack.ts'

/** CreateChangeSet, of the types CREATE and UPDATE. It is worked out before the call is answered. */
export async function createChangeSet(engine: Engine, input: QueryMap): Promise<XmlObject> {
  const name = requireText(input, 'ChangeSetName')
  const kind = readKind(input)
  const stack = kind === 'CREATE' ? newStack(engine, input) : existingStack(engine, input)
  const taken = changeSets(engine)
    .values()
    .find((each) => each.name === name && each.stackId === stack.id)
  if (taken !== undefined) return repeated(taken, input)
  const values = await readStackInput(engine, input, stack)
  const record = makeRecord(engine, { name, kind, stack, values, input })
  if (kind === 'CREATE' && engine.stacks.find(stack.id) === undefined) await review(engine, stack, values)
  await changeSets(engine).put(record.id, record)
  return { Id: record.id, StackId: stack.id }
}

type NamedStack = Pick<StackRecord, 'id' | 'name'> & Partial<StackRecord>

function readKind(input: QueryMap): 'CREATE' | 'UPDATE' {
  const kind = optionalText(input, 'ChangeSetType') ?? 'UPDATE'
  if (kind === 'CREATE' || kind === 'UPDATE') return kind
  throw invalid(`The local cloud makes change sets of the types CREATE and UPDATE only, not ${kind}.`)
}

/** One that only holds change sets so far may get another. */
function newStack(engine: Engine, input: QueryMap): NamedStack {
  const name = requireStackName(input)
  const known = engine.stacks.find(name)
  if (known === undefined) return { id: makeStackId(engine, name), name }
  if (known.status === 'REVIEW_IN_PROGRESS') return known
  throw invalid(
    `Stack [${name}] already exists and cannot be created again with the changeSet [${optionalText(input, 'ChangeSetName') ?? ''}].`,
  )
}

function existingStack(engine: Engine, input: QueryMap): NamedStack {
  const name = requireText(input, 'StackName')
  const stack = engine.stacks.find(name)
  if (stack === undefined || stack.status === 'REVIEW_IN_PROGRESS') throw invalid(`Stack [${name}] does not exist`)
  requireUpdatable(stack)
  return stack
}

function repeated(taken: ChangeSetRecord, input: QueryMap): XmlObject {
  const token = optionalText(input, 'ClientToken')
  if (token !== undefined && token === taken.token) return { Id: taken.id, StackId: taken.stackId }
  throw new ServiceError(
    'AlreadyExistsException',
    `ChangeSet ${taken.name} cannot be created due to a mismatch with existing attribute Name`,
  )
}

interface Wanted {
  name: string
  kind: 'CREATE' | 'UPDATE'
  stack: NamedStack
  values: StackInput
  input: QueryMap
}

function makeRecord(engine: Engine, { name, kind, stack, values, input }: Wanted): ChangeSetRecord {
  const { world } = engine
  const known =
    engine.stacks.find(stack.id) ??
    makeStack(engine, { ...stack, onFailure: 'ROLLBACK', express: false }, values, makeOperation(engine, 'CREATE_CHANGESET', {}))
  const isEmpty = kind === 'UPDATE' && !hasChanges(engine, known, values)
  const reason = "The submitted information didn't contain changes. Submit different information to create a change set."
  const description = optionalText(input, 'Description')
  const token = optionalText(input, 'ClientToken')
  const onFailure = readOnStackFailure(input)
  return {
    id: `arn:${world.partition}:cloudformation:${world.region}:${world.account}:changeSet/${name}/${makeUuid(world.entropy)}`,
    name,
    stackId: stack.id,
    stackName: stack.name,
    kind,
    createdAt: world.clock.now().toISOString(),
    status: isEmpty ? 'FAILED' : 'CREATE_COMPLETE',
    executionStatus: isEmpty ? 'UNAVAILABLE' : 'AVAILABLE',
    ...(isEmpty ? { statusReason: reason } : {}),
    express: readDeployment(input).express,
    input: values,
    changes: planChanges(engine, known, values),
    ...(description === undefined ? {} : { description }),
    ...(token === undefined ? {} : { token }),
    ...(onFailure === undefined ? {} : { onFailure }),
  }
}

function readOnStackFailure(input: QueryMap): StackRecord['onFailure'] | undefined {
  const policy = optionalText(input, 'OnStackFailure')
  if (policy === 'DELETE' || policy === 'ROLLBACK' || policy === 'DO_NOTHING') return policy
  return readDeployment(input).disableRollback === true ? 'DO_NOTHING' : undefined
}

async function review(engine: Engine, stack: NamedStack, values: StackInput): Promise<void> {
  const operation = makeOperation(engine, 'CREATE_CHANGESET', {})
  await engine.stacks.put(makeStack(engine, { ...stack, onFailure: 'ROLLBACK', express: false }, values, operation))
  await setStackStatus(engine, stack.id, 'REVIEW_IN_PROGRESS', { reason: 'User Initiated' })
}
