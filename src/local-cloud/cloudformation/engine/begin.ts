import { makeUuid } from '../../protocol/uuid.ts'
import type { Engine } from '../engine.ts'
import type { OperationKind, OperationRecord, StackInput, StackRecord } from '../records.ts'
import { runCreate } from './run-create.ts'
import { callOffInUse, runDelete, runRollback } from './run-delete.ts'
import { runCleanup, runUpdate, runUpdateRollback } from './run-update.ts'
import { setStackStatus } from './status.ts'

const keptOperations = 10

/** A new operation with its id. `request` is the token and digest of the call, so that a repeated call is known again. */
export function makeOperation(engine: Engine, kind: OperationKind, request: Pick<OperationRecord, 'token' | 'digest'>): OperationRecord {
  return { id: makeUuid(engine.world.entropy), kind, ...request }
}

/** Puts a new stack into the account, or a reviewed one to work, and begins to create it. */
export async function beginCreate(engine: Engine, stack: StackRecord): Promise<void> {
  await engine.stacks.put(stack)
  await setStackStatus(engine, stack.id, 'CREATE_IN_PROGRESS', { reason: 'User Initiated' })
  engine.operations.start(stack.id, (signal) => runCreate(engine, stack.id, signal))
}

/** Begins to bring a stack to another template, parameters or tags. */
export async function beginUpdate(engine: Engine, stack: StackRecord, input: StackInput, patch: Partial<StackRecord>): Promise<void> {
  const { template, parameters, tags, capabilities, notificationArns, outputs, description, previous } = stack
  const past = {
    template,
    parameters,
    tags,
    capabilities,
    notificationArns,
    outputs,
    ...(description === undefined ? {} : { description }),
  }
  const updatedAt = engine.world.clock.now().toISOString()
  const change = { ...input, ...patch, updatedAt, previous: previous ?? past }
  await setStackStatus(engine, stack.id, 'UPDATE_IN_PROGRESS', { reason: 'User Initiated', patch: change })
  engine.operations.start(stack.id, (signal) => runUpdate(engine, stack.id, signal))
}

/** Begins to delete a stack, unless an export of it is in use. */
export async function beginDelete(engine: Engine, stack: StackRecord, patch: Partial<StackRecord>): Promise<void> {
  if (await callOffInUse(engine, stack)) return
  await setStackStatus(engine, stack.id, 'DELETE_IN_PROGRESS', { reason: 'User Initiated', patch })
  engine.operations.start(stack.id, (signal) => runDelete(engine, stack.id, signal))
}

/** Begins to undo a creation or an update, whether it runs, has failed, or failed to be undone. */
export async function beginRollback(engine: Engine, stack: StackRecord, patch: Partial<StackRecord>): Promise<void> {
  const isCreation = stack.status.startsWith('CREATE_')
  const status = isCreation ? 'ROLLBACK_IN_PROGRESS' : 'UPDATE_ROLLBACK_IN_PROGRESS'
  await setStackStatus(engine, stack.id, status, { reason: 'User Initiated', patch: { ...stack.previous, ...patch } })
  engine.operations.start(stack.id, (signal) => (isCreation ? runRollback : runUpdateRollback)(engine, stack.id, signal))
}

/** Newest first, and not without end. */
export function withOperation(stack: Pick<StackRecord, 'operations'>, operation: OperationRecord): Pick<StackRecord, 'operations'> {
  return { operations: [operation, ...stack.operations].slice(0, keptOperations) }
}

/** Carries on with every operation that an earlier local cloud on this folder did not bring to its end. */
export function resumeOperations(engine: Engine): void {
  for (const { id, status } of engine.stacks.all()) {
    const run = resumed[status]
    if (run !== undefined) engine.operations.start(id, (signal) => run(engine, id, signal))
  }
}

const resumed: Readonly<Record<string, (engine: Engine, stackId: string, signal: AbortSignal) => Promise<void>>> = {
  CREATE_IN_PROGRESS: runCreate,
  DELETE_IN_PROGRESS: runDelete,
  ROLLBACK_IN_PROGRESS: runRollback,
  UPDATE_IN_PROGRESS: runUpdate,
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: runCleanup,
  UPDATE_ROLLBACK_IN_PROGRESS: runUpdateRollback,
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: runCleanup,
}
