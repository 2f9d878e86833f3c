import type { StackDescription } from '../ports/stacks.ts'
import type { StackPorts } from './ports.ts'
import { fleetOf } from './watch/fleet.ts'

/** Right after a write CloudFormation may answer as if it had not happened: so many more looks are worth it. */
export const staleReads = 3
const firstPauseMs = 500

/**
 * A stack, by name or ARN, read again as long as the answer cannot be true yet, three times at most; then the last
 * answer, whatever it says. Throws the signal's reason.
 */
export async function readFresh(
  nameOrArn: string,
  isStale: (stack: StackDescription | undefined) => boolean,
  ports: StackPorts,
): Promise<StackDescription | undefined> {
  for (let again = 0; ; again++) {
    const stack = await fleetOf(ports).look(nameOrArn, ports.signal)
    if (again >= staleReads || !isStale(stack)) return stack
    await ports.clock.sleep(firstPauseMs * 2 ** again, ports.signal)
  }
}
