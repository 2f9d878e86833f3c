import { isReplicaError } from '../errors.ts'
import type { StackEvent } from '../ports/stacks.ts'
import { pollDelayMs } from './pace.ts'
import type { StackPorts } from './ports.ts'

export interface Followed {
  arn: string
  /** Only what came after this event. */
  after?: string
  /** When the end is expected, in milliseconds from now, as far as is known at the time of the call. */
  expectedMs(): number
}

const mostCutPolls = 6

/**
 * Reads a stack's events, poll by poll, each once and in order, and hands them to `see`, until that returns something.
 * `quietPolls` counts the polls in a row without an event. A few polls that get no answer are borne.
 */
export async function followEvents<Outcome>(
  stack: Followed,
  see: (events: readonly StackEvent[], quietPolls: number) => Promise<Outcome | undefined>,
  { cloud, clock, budget, signal }: StackPorts,
): Promise<Outcome> {
  const startedMs = clock.now().getTime()
  let { after } = stack
  let quietPolls = 0
  let cutPolls = 0
  for (let count = 0; ; count++) {
    const events = await budget.call(() => cloud.stacks.events(stack.arn, after), signal).catch(whenUnreachable(++cutPolls))
    if (events !== undefined) {
      cutPolls = 0
      after = events.at(-1)?.id ?? after
      quietPolls = events.length === 0 ? quietPolls + 1 : 0
      const outcome = await see(events, quietPolls)
      if (outcome !== undefined) return outcome
    }
    const elapsedMs = clock.now().getTime() - startedMs
    await clock.sleep(pollDelayMs({ count, elapsedMs, expectedMs: stack.expectedMs() }), signal)
  }
}

function whenUnreachable(cutPolls: number): (error: unknown) => undefined {
  return (error) => {
    if (!isReplicaError(error, 'cloud.unreachable') || cutPolls >= mostCutPolls) throw error
    return undefined
  }
}
