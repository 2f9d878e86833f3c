import { fail } from '../../errors.ts'
import type { StackDescription } from '../../ports/stacks.ts'
import type { StackPorts } from '../ports.ts'
import { readFresh } from '../stale.ts'
import { readReplicaTags } from './tags.ts'

/** Throws `stack.not_ours` unless the stack's tags say that it belongs to this replica. */
export function requireOurs(stack: StackDescription, replicaId: string): void {
  const found = readReplicaTags(stack.tags)?.id
  if (found === replicaId) return
  throw fail('stack.not_ours', { stack: stack.name, replicaId, ...(found === undefined ? {} : { found }) })
}

/**
 * The stack as it is at this moment, checked to be ours: called right before each call that destroys. Undefined where it
 * is gone, which is not believed at once: CloudFormation may not know yet of a stack that is new. Throws `stack.not_ours`.
 */
export async function readOurs(arn: string, replicaId: string, ports: StackPorts): Promise<StackDescription | undefined> {
  const { cloud, budget, signal } = ports
  // A read of its own: among many a listing would be answered first, and by then this is not right before any more.
  const read = () => budget.call(() => cloud.stacks.describe(arn), signal, 'DescribeStacks')
  const stack = await readFresh(arn, (found) => found === undefined, ports, read)
  if (stack !== undefined) requireOurs(stack, replicaId)
  return stack
}
