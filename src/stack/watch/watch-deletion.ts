import type { StackDescription, StackEvent } from '../../ports/stacks.ts'
import { explainDeletion } from '../explain/explain.ts'
import type { StackPorts } from '../ports.ts'
import { timelineOf } from '../replica/timeline.ts'
import { readFresh } from '../stale.ts'
import { fleetOf } from './fleet.ts'
import { followEvents } from './follow.ts'
import { deletionProgress } from './progress.ts'
import { usualDeletion } from './usual.ts'

/** How one attempt to delete a stack ended. */
export interface WatchedDeletion {
  isGone: boolean
  /** Why it failed, in the words of the first resource that is in the way, through nested stacks; empty where it did not. */
  reason: string
  /** What usually helps against that. */
  hint?: string
  events: StackEvent[]
}

/** After so many polls without news, or while there was none at all, the stack itself is asked for. */
const quietPollsToAsk = 10

/** Waits until a deletion ends, in the events that came after `after`. Throws the signal's reason and `cloud.*`. */
export async function watchDeletion(
  { arn, name }: Pick<StackDescription, 'arn' | 'name'>,
  after: string | undefined,
  ports: StackPorts,
): Promise<WatchedDeletion> {
  const progress = deletionProgress(name, ports)
  const seen: StackEvent[] = []
  const see = async (events: readonly StackEvent[], quietPolls: number): Promise<WatchedDeletion | undefined> => {
    seen.push(...events)
    progress.tell(timelineOf(seen))
    const end = endOf(seen)
    if (end?.status === 'DELETE_COMPLETE') return { isGone: true, reason: '', events: seen }
    if (end !== undefined) return { isGone: false, ...(await whyNot(arn, seen, end, ports)), events: seen }
    return (await isGoneQuietly(arn, seen.length === 0 ? quietPollsToAsk : quietPolls, ports))
      ? { isGone: true, reason: '', events: seen }
      : undefined
  }
  return followEvents({ arn, usual: usualDeletion, isPatient: true, ...(after === undefined ? {} : { after }) }, see, ports)
}

/**
 * The event that ends a deletion. One that an importer forbids is called off, and the stack is back in a status of
 * before; such a status counts only after the deletion began, since the creation may just have ended by itself.
 */
function endOf(events: readonly StackEvent[]): StackEvent | undefined {
  const own = events.filter((event) => event.isStack)
  const begun = own.findIndex((event) => event.status === 'DELETE_IN_PROGRESS')
  const calledOff = begun < 0 ? undefined : own.slice(begun).find((event) => !event.status.startsWith('DELETE_'))
  return own.find((event) => /^DELETE_(COMPLETE|FAILED)$/.test(event.status)) ?? calledOff
}

async function isGoneQuietly(arn: string, quietPolls: number, ports: StackPorts): Promise<boolean> {
  if (quietPolls === 0 || quietPolls % quietPollsToAsk !== 0) return false
  if ((await fleetOf(ports).look(arn)) !== undefined) return false
  return (await readFresh(arn, (found) => found === undefined, ports)) === undefined
}

/** The reason of the resource that is in the way says more than the stack's, which only lists names. */
async function whyNot(
  arn: string,
  events: readonly StackEvent[],
  last: StackEvent,
  ports: StackPorts,
): Promise<Pick<WatchedDeletion, 'reason' | 'hint'>> {
  const cause = await explainDeletion(arn, events, ports)
  if (cause === undefined) return { reason: last.reason ?? `the stack is ${last.status}` }
  return { reason: `${cause.path}: ${cause.reason}`, ...(cause.hint === undefined ? {} : { hint: cause.hint }) }
}
