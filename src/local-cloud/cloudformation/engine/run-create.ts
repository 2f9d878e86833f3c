import type { Engine } from '../engine.ts'
import { Interrupted } from '../engine.ts'
import type { StackRecord } from '../records.ts'
import { blueprintOf } from './blueprint-of.ts'
import { createResource } from './create-resource.ts'
import { failureReason } from './failure-reason.ts'
import { resolveOutputs } from './outputs.ts'
import { reasonOf } from './reason.ts'
import { runDelete, runRollback } from './run-delete.ts'
import { runGraph } from './run-graph.ts'
import { setStackStatus } from './status.ts'
import { validate } from './validate.ts'

/**
 * Creates the resources and outputs of a stack that is CREATE_IN_PROGRESS, in order and in parallel, and brings the stack
 * to its end: complete, or what its failure policy says. Carries on where an earlier local cloud stopped.
 */
export async function runCreate(engine: Engine, stackId: string, signal: AbortSignal): Promise<void> {
  const stack = engine.stacks.get(stackId)
  const reason = await provision(engine, stack, signal)
  if (reason === undefined) return setStackStatus(engine, stackId, 'CREATE_COMPLETE')
  await endFailed(engine, stackId, reason, signal)
}

/** Undefined where all went well, else why not. */
async function provision(engine: Engine, stack: StackRecord, signal: AbortSignal): Promise<string | undefined> {
  try {
    const blueprint = blueprintOf(engine, stack)
    await validate(engine, stack, blueprint)
    const cancels = stack.onFailure !== 'DO_NOTHING'
    const create = (id: string, each: AbortSignal) => createResource(engine, stack.id, blueprint, id, each)
    const { failed } = await runGraph(blueprint.dependencies, create, { signal, cancels })
    if (failed.size > 0) return failureReason('create', failed)
    await engine.stacks.change(stack.id, resolveOutputs(engine, stack.id, blueprint))
    return undefined
  } catch (error) {
    if (error instanceof Interrupted) throw error
    return reasonOf(error)
  }
}

async function endFailed(engine: Engine, stackId: string, reason: string, signal: AbortSignal): Promise<void> {
  const { onFailure } = engine.stacks.get(stackId)
  if (onFailure === 'DO_NOTHING') return setStackStatus(engine, stackId, 'CREATE_FAILED', { reason: reason })
  if (onFailure === 'DELETE') {
    await setStackStatus(engine, stackId, 'DELETE_IN_PROGRESS', { reason: `${reason} Delete requested by user.` })
    return runDelete(engine, stackId, signal)
  }
  await setStackStatus(engine, stackId, 'ROLLBACK_IN_PROGRESS', { reason: `${reason} Rollback requested by user.` })
  return runRollback(engine, stackId, signal)
}
