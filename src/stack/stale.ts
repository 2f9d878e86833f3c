import type { StackDescription } from '../ports/stacks.ts'
import type { StackPorts } from './ports.ts'
import { fleetOf } from './watch/fleet.ts'

/** Right after a write CloudFormation may answer as if it had not happened: so many more looks are worth it. */
export const staleReads = 3
const firstPauseMs = 500

type Look = (nameOrArn: string) => Promise<StackDescription | undefined>

/**
 * A stack, by name or ARN, read again as long as the answer cannot be true yet, three times at most; then the last
 * answer, whatever it says. Throws the signal's reason.
 */
export async function readFresh(
  nameOrArn: string,
  isStale: (stack: StackDescription | undefined) => boolean,
  ports: StackPorts,
  look: Look = (name) => fleetOf(ports).look(name, ports.signal),
): Promise<StackDescription | undefined> {
  for (let again = 0; ; again++) {
    const stack = await look(nameOrArn)
    if (again >= staleReads || !isStale(stack)) return stack
    await ports.clock.sleep(firstPauseMs * 2 ** again, ports.signal)
  }
}
