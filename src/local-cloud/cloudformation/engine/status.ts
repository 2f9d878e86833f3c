import type { Engine } from '../engine.ts'
import type { ResourceRecord, StackRecord } from '../records.ts'

/** Gives a stack a status, and tells it in an event. Without a reason, the one before is dropped. */
export async function setStackStatus(
  engine: Engine,
  stackId: string,
  status: string,
  options: { reason?: string | undefined; patch?: Partial<StackRecord> } = {},
): Promise<void> {
  const { statusReason: _, ...before } = engine.stacks.get(stackId)
  const reason = options.reason === undefined ? {} : { statusReason: options.reason }
  const stack = { ...before, status, ...reason, ...options.patch }
  await Promise.all([engine.stacks.put(stack), engine.events.addStack(stack)])
}

/** Gives a resource a status, and tells it in an event. Without a reason, the one before is dropped. */
export async function setResourceStatus(
  engine: Engine,
  stackId: string,
  resource: Omit<ResourceRecord, 'at'>,
  reason?: string,
): Promise<void> {
  const { statusReason: _, ...rest } = resource
  const at = engine.world.clock.now().toISOString()
  const record = { ...rest, at, ...(reason === undefined ? {} : { statusReason: reason }) }
  const change = engine.stacks.change(stackId, (stack) => ({ ...stack, resources: { ...stack.resources, [record.logicalId]: record } }))
  await Promise.all([change, engine.events.addResource(engine.stacks.get(stackId), record)])
}

/** Takes a resource out of the stack's list. */
export async function dropResource(engine: Engine, stackId: string, logicalId: string): Promise<void> {
  await engine.stacks.change(stackId, (stack) => {
    const { [logicalId]: _, ...resources } = stack.resources
    return { ...stack, resources }
  })
}
