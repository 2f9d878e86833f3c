import { fail } from '../errors.ts'
import type { StackDescription } from '../ports/stacks.ts'
import { deleteStack } from './delete-stack.ts'
import { fleetOf } from './fleet.ts'
import { requireOurs } from './ours.ts'
import { pollDelayMs } from './pace.ts'
import type { StackPorts } from './ports.ts'
import { isUsable } from './watch.ts'

/** What a name stands for before a stack of that name is made. */
export type Standing =
  | { kind: 'absent'; replacedArn?: string }
  | { kind: 'running'; stack: StackDescription }
  | { kind: 'complete'; stack: StackDescription }

/**
 * Finds out what stands in the place of a stack, and makes room where an earlier run left something that cannot be
 * used: what rolls back or is being deleted is waited for, what failed is deleted. Throws `stack.not_ours`,
 * `stack.delete_failed`, and the signal's reason.
 */
export async function standingOf(name: string, replicaId: string, ports: StackPorts): Promise<Standing> {
  const { clock, emit, signal } = ports
  const fleet = fleetOf(ports)
  const startedMs = clock.now().getTime()
  for (let count = 0; ; count++) {
    const stack = await fleet.look(name, signal)
    if (stack === undefined) return { kind: 'absent' }
    requireOurs(stack, replicaId)
    if (isUsable(stack.status)) return { kind: 'complete', stack }
    if (stack.status === 'CREATE_IN_PROGRESS') return { kind: 'running', stack }
    if (!isMoving(stack.status)) {
      emit('stack.replaced', { stack: name, status: stack.status })
      await clearAway(stack, replicaId, ports)
      return { kind: 'absent', replacedArn: stack.arn }
    }
    await clock.sleep(pollDelayMs({ count, elapsedMs: clock.now().getTime() - startedMs, expectedMs: 0 }), signal)
  }
}

/** REVIEW_IN_PROGRESS moves nowhere: it is a change set that nobody has carried out. */
function isMoving(status: string): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS'
}

async function clearAway(stack: StackDescription, replicaId: string, ports: StackPorts): Promise<void> {
  const { isGone, survivors } = await deleteStack(stack, replicaId, ports)
  if (!isGone) throw fail('stack.delete_failed', { stack: stack.name, reason: survivors.join('; ') })
}
