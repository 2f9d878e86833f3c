import { fail } from '../../errors.ts'
import type { StackDescription, StackEvent } from '../../ports/stacks.ts'
import type { BootstrapPorts } from './deploy.ts'

const pollMs = 2_000

/**
 * Waits until the stack has come to rest, and gives it as it is then. `after` is the last event of before. Throws
 * `bootstrap.failed` with the first reason that a resource gives.
 */
export async function settle(arn: string, after: string | undefined, ports: Omit<BootstrapPorts, 'emit'>): Promise<StackDescription> {
  for (;;) {
    const stack = await ports.cloud.stacks.describe(arn)
    if (stack !== undefined && /^(CREATE|UPDATE)_COMPLETE$/.test(stack.status)) return stack
    const isMoving = stack?.status.endsWith('_IN_PROGRESS') === true
    if (!isMoving) throw await failure(arn, after, stack, ports)
    await ports.clock.sleep(pollMs)
  }
}

async function failure(
  arn: string,
  after: string | undefined,
  stack: StackDescription | undefined,
  { cloud }: Pick<BootstrapPorts, 'cloud'>,
): Promise<Error> {
  const events = await cloud.stacks.events(arn, after)
  const reason = events.find(isCause)?.reason ?? stack?.statusReason ?? 'CloudFormation gives no reason.'
  return fail('bootstrap.failed', { stack: stack?.name ?? arn, status: stack?.status ?? 'deleted again', reason })
}

function isCause({ isStack, status, reason }: StackEvent): boolean {
  return !isStack && status.endsWith('_FAILED') && reason !== undefined && !/cancelled/i.test(reason)
}
