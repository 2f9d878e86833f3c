import { fail } from '../../errors.ts'
import type { StackEvent } from '../../ports/stacks.ts'
import { explainFailure, isRealFailure } from '../explain/explain.ts'
import type { StackPorts } from '../ports.ts'
import type { TimelineEntry } from '../replica/timeline.ts'
import { secondsBetween, timelineOf } from '../replica/timeline.ts'
import { readFresh } from '../stale.ts'
import { followEvents } from './follow.ts'
import { awaitedIn, type Made } from './made.ts'
import { creationProgress } from './progress.ts'
import { usualCreation } from './usual.ts'

export interface WatchedStack extends Made {
  name: string
  arn: string
  /** Only what comes after this event counts. */
  after?: string
}

/** After so many polls without news the stack itself is asked for: it may have been deleted under us. */
const quietPollsToAsk = 15

/**
 * Waits until a stack is created, telling of each resource that is up, those of nested stacks as `Parent/Id`. At the first
 * resource that fails by itself, wherever it is, it throws `stack.create_failed` with the cause, and leaves CloudFormation to its own devices. Throws `stack.vanished`
 * when someone else deletes the stack, and the signal's reason. Returns what was created, in order.
 */
export async function watchCreation(stack: WatchedStack, ports: StackPorts): Promise<TimelineEntry[]> {
  const seen: StackEvent[] = []
  const progress = creationProgress(stack, ports)
  const see = async (events: readonly StackEvent[], quietPolls: number): Promise<TimelineEntry[] | undefined> => {
    seen.push(...events)
    progress.tell(timelineOf(seen))
    const outcome = outcomeOf(seen) ?? (await askIfQuiet(stack.arn, quietPolls, ports))
    if (outcome?.kind === 'failed') throw await explain(stack, seen, ports)
    if (outcome?.kind === 'vanished') throw fail('stack.vanished', { stack: stack.name, status: outcome.status })
    return outcome === undefined ? undefined : timelineOf(seen)
  }
  const { arn, template, after } = stack
  const resources = Object.keys(template.Resources).length
  const followed = {
    arn,
    resources,
    usual: usualCreation(stack),
    awaited: awaitedIn(stack),
    withNested: true,
    ...(after === undefined ? {} : { after }),
  }
  const timeline = await followEvents(followed, see, ports)
  ports.emit('stack.create_completed', { stack: stack.name, seconds: totalSeconds(seen) })
  return timeline
}

type Outcome = { kind: 'complete' } | { kind: 'failed' } | { kind: 'vanished'; status: string }

function outcomeOf(events: readonly StackEvent[]): Outcome | undefined {
  if (events.some(isRealFailure)) return { kind: 'failed' }
  const status = events.findLast((event) => event.isStack)?.status
  return status === undefined ? undefined : outcomeOfStatus(status)
}

function outcomeOfStatus(status: string): Outcome | undefined {
  if (isUsable(status)) return { kind: 'complete' }
  if (status.startsWith('DELETE_')) return { kind: 'vanished', status }
  return /FAILED|ROLLBACK/.test(status) ? { kind: 'failed' } : undefined
}

/** Whether a stack in that status stands whole. */
export function isUsable(status: string): boolean {
  return /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$/.test(status)
}

async function askIfQuiet(arn: string, quietPolls: number, ports: StackPorts): Promise<Outcome | undefined> {
  if (quietPolls === 0 || quietPolls % quietPollsToAsk !== 0) return undefined
  const stack = await readFresh(arn, (found) => found === undefined, ports)
  return stack === undefined ? { kind: 'vanished', status: 'gone' } : outcomeOfStatus(stack.status)
}

async function explain(stack: WatchedStack, events: readonly StackEvent[], ports: StackPorts): Promise<Error> {
  const error = await explainFailure(stack, events, ports)
  const failed = events.find(isRealFailure)
  if (failed !== undefined) {
    const { logicalId, type, reason = 'no reason given' } = failed
    ports.emit('stack.resource_failed', { stack: stack.name, logicalId, type, reason })
  }
  return error
}

function totalSeconds(events: readonly StackEvent[]): number {
  const [first, last] = [events.at(0), events.at(-1)]
  return first === undefined || last === undefined ? 0 : secondsBetween(first.at, last.at)
}
