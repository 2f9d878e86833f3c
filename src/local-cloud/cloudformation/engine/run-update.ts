import type { Engine } from '../engine.ts'
import { Interrupted } from '../engine.ts'
import type { ResourceRecord, StackRecord } from '../records.ts'
import type { Blueprint } from '../template/blueprint.ts'
import { blueprintOf } from './blueprint-of.ts'
import { deleteResource, removePhysical } from './delete-resource.ts'
import { failureReason } from './failure-reason.ts'
import { resolveOutputs } from './outputs.ts'
import { reasonOf } from './reason.ts'
import { reverse, runGraph } from './run-graph.ts'
import { setStackStatus } from './status.ts'
import { updateResource } from './update-resource.ts'

/**
 * Brings a stack that is UPDATE_IN_PROGRESS to its new template: what is new or differs first, then outputs, then what is
 * no longer wanted. A failure brings it back to what it was, unless rollback is off.
 */
export async function runUpdate(engine: Engine, stackId: string, signal: AbortSignal): Promise<void> {
  const reason = await apply(engine, stackId, signal, 'update')
  if (reason === undefined) {
    await setStackStatus(engine, stackId, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
    return runCleanup(engine, stackId, signal)
  }
  if (engine.stacks.get(stackId).onFailure === 'DO_NOTHING') return setStackStatus(engine, stackId, 'UPDATE_FAILED', { reason })
  await setStackStatus(engine, stackId, 'UPDATE_ROLLBACK_IN_PROGRESS', { reason, patch: engine.stacks.get(stackId).previous ?? {} })
  return runUpdateRollback(engine, stackId, signal)
}

/** Brings a stack that is UPDATE_ROLLBACK_IN_PROGRESS back: its record has the previous template again. */
export async function runUpdateRollback(engine: Engine, stackId: string, signal: AbortSignal): Promise<void> {
  const reason = await apply(engine, stackId, signal, 'rollback')
  if (reason !== undefined) return setStackStatus(engine, stackId, 'UPDATE_ROLLBACK_FAILED', { reason })
  await setStackStatus(engine, stackId, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  return runCleanup(engine, stackId, signal)
}

/** Deletes what the stack's template does not have, and what replacements left behind; then the update has ended. */
export async function runCleanup(engine: Engine, stackId: string, signal: AbortSignal): Promise<void> {
  const stack = engine.stacks.get(stackId)
  const wanted = blueprintOf(engine, stack).resources
  const gone = Object.values(stack.resources).filter(({ logicalId }) => !Object.hasOwn(wanted, logicalId))
  const needs = Object.fromEntries(gone.map(({ logicalId, dependsOn }) => [logicalId, dependsOn]))
  const remove = (id: string, each: AbortSignal) => removeUnwanted(engine, stackId, stack.resources[id], each)
  await runGraph(reverse(needs), remove, { signal, cancels: false })
  await removeLeftovers(engine, stack)
  await engine.stacks.change(stackId, (now) => forgetPast(now, wanted))
  await setStackStatus(engine, stackId, stack.status.replace('_CLEANUP_IN_PROGRESS', ''))
}

async function apply(engine: Engine, stackId: string, signal: AbortSignal, kind: 'update' | 'rollback'): Promise<string | undefined> {
  try {
    const blueprint: Blueprint = blueprintOf(engine, engine.stacks.get(stackId))
    const cancels = engine.stacks.get(stackId).onFailure !== 'DO_NOTHING'
    const update = (id: string, each: AbortSignal) => updateResource(engine, { stackId, blueprint, logicalId: id, kind }, each)
    const { failed } = await runGraph(blueprint.dependencies, update, { signal, cancels })
    if (failed.size > 0) return failureReason('update', failed)
    await engine.stacks.change(stackId, resolveOutputs(engine, stackId, blueprint))
    return undefined
  } catch (error) {
    if (error instanceof Interrupted) throw error
    return reasonOf(error)
  }
}

/** A resource that the update dropped is deleted as its deletion policy says; AWS ignores failures here. */
async function removeUnwanted(engine: Engine, stackId: string, resource: ResourceRecord | undefined, signal: AbortSignal): Promise<void> {
  if (resource === undefined) return
  const { deletionPolicy } = resource
  const isKept = deletionPolicy === 'Retain' || (deletionPolicy === 'RetainExceptOnCreate' && !resource.status.startsWith('CREATE_'))
  const disposal = isKept ? 'Retain' : deletionPolicy === 'Snapshot' ? 'Snapshot' : 'Delete'
  await deleteResource(engine, stackId, resource, disposal, signal)
}

async function removeLeftovers(engine: Engine, stack: StackRecord): Promise<void> {
  for (const leftover of stack.leftovers) {
    if (leftover.replacePolicy === 'Retain') continue
    const disposal = leftover.replacePolicy === 'Snapshot' ? 'Snapshot' : 'Delete'
    await removePhysical(engine, stack.id, leftover, disposal).catch(() => undefined)
  }
}

function forgetPast(stack: StackRecord, wanted: Blueprint['resources']): StackRecord {
  const { previous: _, ...rest } = stack
  const kept = Object.values(stack.resources).filter(
    ({ logicalId, status }) => Object.hasOwn(wanted, logicalId) || status === 'DELETE_FAILED',
  )
  const resources = Object.fromEntries(kept.map(({ before: _past, ...resource }) => [resource.logicalId, resource]))
  return { ...rest, resources, leftovers: [] }
}
