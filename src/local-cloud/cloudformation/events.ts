import type { Entropy } from '../../ports/entropy.ts'
import { makeUuid } from '../protocol/uuid.ts'
import type { World } from '../types.ts'
import type { EventRecord, ResourceRecord, StackRecord } from './records.ts'

/** The events of the stacks, oldest first. */
export interface Events {
  of(stackId: string): readonly EventRecord[]
  /** Tells what the stack's status is now. */
  addStack(stack: StackRecord): Promise<void>
  /** Tells what a resource's status is now. */
  addResource(stack: StackRecord, resource: ResourceRecord): Promise<void>
  /** Tells what was found wrong with a resource before it was begun. */
  addRefusal(stack: StackRecord, refusal: Refusal): Promise<void>
  remove(stackId: string): Promise<void>
}

export type Refusal = Pick<EventRecord, 'logicalId' | 'type' | 'status' | 'reason' | 'validation' | 'hook'>

export function openEvents({ state, clock, entropy }: Pick<World, 'state' | 'clock' | 'entropy'>): Events {
  const table = state.table<{ events: EventRecord[] }>('stack-events')
  const add = (stack: StackRecord, event: Omit<EventRecord, 'at' | 'operation'>) => {
    const [operation] = stack.operations
    const record = { ...event, at: clock.now().toISOString(), ...(operation === undefined ? {} : { operation }) }
    return table.put(stack.id, { events: [...(table.get(stack.id)?.events ?? []), record] })
  }
  return {
    of: (stackId) => table.get(stackId)?.events ?? [],
    addStack: (stack) => add(stack, stackEvent(stack, entropy)),
    addResource: (stack, resource) => add(stack, resourceEvent(resource, entropy)),
    addRefusal: (stack, refusal) => add(stack, { id: makeUuid(entropy), physicalId: '', ...refusal }),
    remove: (stackId) => table.remove(stackId),
  }
}

function stackEvent(stack: StackRecord, entropy: Entropy): Omit<EventRecord, 'at'> {
  const { id, name, status, statusReason } = stack
  const reason = statusReason === undefined ? {} : { reason: statusReason }
  return { id: makeUuid(entropy), logicalId: name, physicalId: id, type: 'AWS::CloudFormation::Stack', status, ...reason }
}

function resourceEvent(resource: ResourceRecord, entropy: Entropy): Omit<EventRecord, 'at'> {
  const { logicalId, type, status, statusReason, physicalId = '' } = resource
  const reason = statusReason === undefined ? {} : { reason: statusReason }
  // AWS puts the time at the end; two events of one millisecond must still differ.
  const id = `${logicalId}-${status}-${makeUuid(entropy)}`
  return { id, logicalId, physicalId, type, status, ...reason, properties: JSON.stringify(resource.properties) }
}
