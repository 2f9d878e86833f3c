import type { PlannedStack } from '../../derive/types.ts'
import type { StackDescription } from '../../ports/stacks.ts'

/** Tells when something that a replica's stack holds can be used, which CloudFormation cannot tell as well. */
export interface Probe {
  /**
   * What it waits for in a stack: logical ids, of nested stacks as `Parent/Id`. What it names may be left half made by
   * express mode; a stack of which it names nothing is none of its business.
   */
  covers(planned: PlannedStack): readonly string[]
  /** Returns once all of that can be used. Throws a coded error after a time limit of its own, and the signal's reason. */
  untilReady(stack: { planned: PlannedStack; description: StackDescription }, signal: AbortSignal | undefined): Promise<void>
}

/** The logical ids of a stack that the probes wait for. */
export function probedIn(planned: PlannedStack, probes: readonly Probe[]): ReadonlySet<string> {
  return new Set(probes.flatMap((probe) => probe.covers(planned)))
}

/** Waits, for all at once, until what the probes cover in a complete stack can be used. Throws what they throw. */
export async function untilReady(
  stack: { planned: PlannedStack; description: StackDescription },
  probes: readonly Probe[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const concerned = probes.filter((probe) => probe.covers(stack.planned).length > 0)
  await Promise.all(concerned.map((probe) => probe.untilReady(stack, signal)))
}
