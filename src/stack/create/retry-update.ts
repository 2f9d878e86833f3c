import { fail, isReplicaError } from '../../errors.ts'
import type { StackDescription } from '../../ports/stacks.ts'
import type { StackPorts } from '../ports.ts'
import { readOurs } from '../replica/ours.ts'
import type { TimelineEntry } from '../replica/timeline.ts'
import { timelineOf } from '../replica/timeline.ts'
import { pollDelayMs } from '../watch/pace.ts'
import { watchCreation } from '../watch/watch.ts'
import type { StackOrder } from './start-stack.ts'
import { tokenOf } from './start-stack.ts'

/**
 * Lets CloudFormation try once more what failed in a stack that was made in express mode: an update to the template that
 * it has. Returns undefined where the stack is in no state for that, or the update fails too: then it has to be made anew.
 * Throws `stack.not_ours`, `stack.vanished`, and the signal's reason.
 */
export async function retryByUpdate(order: StackOrder, arn: string, ports: StackPorts): Promise<TimelineEntry[] | undefined> {
  const { cloud, budget, signal } = ports
  const stack = await atRest(arn, order.run.replicaId, ports)
  if (stack.status !== 'CREATE_FAILED') return undefined
  const after = (await budget.call(() => cloud.stacks.events(arn), signal, 'DescribeStackEvents')).at(-1)?.id
  try {
    if (!(await startUpdate(order, stack, ports))) return undefined
    await watchCreation({ ...order.planned, arn, mode: 'EXPRESS', ...(after === undefined ? {} : { after }) }, ports)
    return timelineOf(await budget.call(() => cloud.stacks.events(arn), signal, 'DescribeStackEvents'))
  } catch (error) {
    signal?.throwIfAborted()
    if (isReplicaError(error) && !fatal.some((code) => isReplicaError(error, code))) return undefined
    throw error
  }
}

const fatal = ['stack.vanished', 'stack.not_ours'] as const

/** Whatever was under way beside the failure has to end before the stack takes an update. */
async function atRest(arn: string, replicaId: string, ports: StackPorts): Promise<StackDescription> {
  const startedMs = ports.clock.now().getTime()
  for (let count = 0; ; count++) {
    const stack = await readOurs(arn, replicaId, ports)
    if (stack === undefined) throw fail('stack.vanished', { stack: arn, status: 'gone' })
    if (!stack.status.endsWith('_IN_PROGRESS')) return stack
    const elapsedMs = ports.clock.now().getTime() - startedMs
    await ports.clock.sleep(pollDelayMs({ count, elapsedMs, expectedMs: 0 }), ports.signal)
  }
}

async function startUpdate({ planned, run }: StackOrder, { arn }: StackDescription, ports: StackPorts): Promise<boolean> {
  // CloudFormation takes nothing but express mode again from a stack that failed in it.
  const request = {
    arn,
    parameters: Object.keys(planned.template.Parameters ?? {}),
    capabilities: planned.capabilities,
    token: tokenOf([run.replicaId, arn, 'retry']),
    mode: 'EXPRESS' as const,
  }
  if ((await readOurs(arn, run.replicaId, ports)) === undefined) throw fail('stack.vanished', { stack: planned.name, status: 'gone' })
  return ports.budget.call(() => ports.cloud.stacks.update(request), ports.signal, 'UpdateStack')
}
