import { deleteSeconds } from '../../facts/resource-types.ts'
import type { Engine } from '../engine.ts'
import { Interrupted } from '../engine.ts'
import type { ResourceRecord } from '../records.ts'
import { releaseName } from '../resources/name-claims.ts'
import { throwFault } from './fault.ts'
import { reasonOf } from './reason.ts'
import { requestOf } from './resource-request.ts'
import { setResourceStatus } from './status.ts'
import { waitSeconds } from './wait.ts'

/** What happens to a physical resource that a stack lets go of. */
export type Disposal = 'Delete' | 'Snapshot' | 'Retain'

/**
 * Deletes one resource of a stack, or lets go of it, with AWS's events. Rejects after its DELETE_FAILED event; with
 * `Interrupted`, without one, when the local cloud ends.
 */
export async function deleteResource(
  engine: Engine,
  stackId: string,
  resource: ResourceRecord,
  disposal: Disposal,
  signal: AbortSignal,
): Promise<void> {
  if (resource.status === 'DELETE_COMPLETE' || resource.status === 'DELETE_SKIPPED') return
  if (disposal === 'Retain') return setResourceStatus(engine, stackId, { ...resource, status: 'DELETE_SKIPPED' })
  if (resource.physicalId !== undefined) await setResourceStatus(engine, stackId, { ...resource, status: 'DELETE_IN_PROGRESS' })
  try {
    // What is interrupted here is still whole, and the next local cloud deletes it.
    await waitSeconds(engine, { stackId, type: resource.type }, deleteSeconds(resource.type, resource.properties), signal)
    await removePhysical(engine, stackId, resource, disposal)
  } catch (error) {
    if (error instanceof Interrupted) throw error
    await setResourceStatus(engine, stackId, { ...resource, status: 'DELETE_FAILED' }, reasonOf(error))
    throw error
  }
  await setResourceStatus(engine, stackId, { ...resource, status: 'DELETE_COMPLETE' })
}

/** Deletes what a record stands for, without events. Throws ResourceFailure. */
export async function removePhysical(engine: Engine, stackId: string, resource: ResourceRecord, disposal: Disposal): Promise<void> {
  if (resource.physicalId === undefined) return
  const request = requestOf(engine.stacks.get(stackId), resource)
  await throwFault(engine, stackId, resource, 'delete')
  if (disposal === 'Snapshot') await takeSnapshot(engine, stackId, resource, resource.physicalId)
  await engine.provider(resource.type).delete(resource.physicalId, request, engine.world)
  await releaseName(request, engine.world)
}

/** CloudFormation names it `<stack>-snapshot-<logical id>-<random>`. */
async function takeSnapshot(engine: Engine, stackId: string, resource: ResourceRecord, physicalId: string): Promise<void> {
  const { world } = engine
  const stack = engine.stacks.get(stackId)
  const snapshotId = `${stack.name}-snapshot-${resource.logicalId}-${world.entropy.hex(6)}`.toLowerCase()
  const { snapshot } = engine.provider(resource.type)
  if (snapshot !== undefined) return snapshot(physicalId, snapshotId, requestOf(stack, resource), world)
  if (world.databases.find(physicalId) !== undefined) await world.databases.snapshot(physicalId, snapshotId)
}
