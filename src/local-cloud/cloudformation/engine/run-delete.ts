import type { Engine } from '../engine.ts'
import type { ResourceRecord, StackRecord } from '../records.ts'
import { type Disposal, deleteResource } from './delete-resource.ts'
import { failureReason } from './failure-reason.ts'
import { exportInUse } from './outputs.ts'
import { reverse, runGraph } from './run-graph.ts'
import { setStackStatus } from './status.ts'

/** Deletes the resources of a stack that is DELETE_IN_PROGRESS, those first that others do not need any more. */
export async function runDelete(engine: Engine, stackId: string, signal: AbortSignal): Promise<void> {
  const stack = engine.stacks.get(stackId)
  const failed = await deleteAll(engine, stack, (resource) => disposalOf(resource, stack), signal)
  if (failed.size > 0 && stack.forced !== true) {
    return setStackStatus(engine, stackId, 'DELETE_FAILED', { reason: failureReason('delete', failed) })
  }
  const deletedAt = engine.world.clock.now().toISOString()
  await setStackStatus(engine, stackId, 'DELETE_COMPLETE', { patch: { deletedAt } })
}

/** Calls a deletion off where another stack imports what this one exports: the stack is again what it was. */
export async function callOffInUse(engine: Engine, stack: StackRecord): Promise<boolean> {
  const reason = exportInUse(engine, stack)
  if (reason === undefined) return false
  await setStackStatus(engine, stack.id, 'DELETE_IN_PROGRESS', { reason: 'User Initiated' })
  await setStackStatus(engine, stack.id, stack.status, { reason })
  return true
}

/** Deletes what a failed creation has made. A deletion policy of Retain keeps a resource, RetainExceptOnCreate does not. */
export async function runRollback(engine: Engine, stackId: string, signal: AbortSignal): Promise<void> {
  const stack = engine.stacks.get(stackId)
  const keeps = (resource: ResourceRecord) => resource.deletionPolicy === 'Retain' && !stack.retainExceptOnCreate
  const failed = await deleteAll(engine, stack, (resource) => (keeps(resource) ? 'Retain' : 'Delete'), signal)
  if (failed.size > 0) return setStackStatus(engine, stackId, 'ROLLBACK_FAILED', { reason: failureReason('delete', failed) })
  await setStackStatus(engine, stackId, 'ROLLBACK_COMPLETE')
}

async function deleteAll(
  engine: Engine,
  stack: StackRecord,
  disposal: (resource: ResourceRecord) => Disposal,
  signal: AbortSignal,
): Promise<Map<string, unknown>> {
  const { resources } = stack
  const needs = Object.fromEntries(Object.values(resources).map(({ logicalId, dependsOn }) => [logicalId, dependsOn]))
  const remove = async (id: string, each: AbortSignal): Promise<void> => {
    const resource = resources[id]
    if (resource !== undefined) await deleteResource(engine, stack.id, resource, disposal(resource), each)
  }
  return (await runGraph(reverse(needs), remove, { signal, cancels: false })).failed
}

function disposalOf({ logicalId, deletionPolicy }: ResourceRecord, { retained, forced }: StackRecord): Disposal {
  if (retained?.includes(logicalId) === true) return 'Retain'
  if (forced === true) return 'Delete'
  if (deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate') return 'Retain'
  return deletionPolicy === 'Snapshot' ? 'Snapshot' : 'Delete'
}
