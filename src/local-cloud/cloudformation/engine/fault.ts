import { ResourceFailure } from '../../types.ts'
import type { Engine } from '../engine.ts'
import type { ResourceRecord } from '../records.ts'

/** Fails a step of a resource where a fault asks for it, by type or logical id. Rejects with ResourceFailure. */
export async function throwFault(
  engine: Engine,
  stackId: string,
  { type, logicalId }: Pick<ResourceRecord, 'type' | 'logicalId'>,
  step: 'create' | 'update' | 'delete',
): Promise<void> {
  const fault = engine.world.faults.take([`${type}:${step}`, `${logicalId}:${step}`])
  if (fault === undefined) return
  if (fault.with !== 'stack-deleted') throw new ResourceFailure(fault.with)
  await engine.deleteStack(stackId)
}
