import { createHash } from 'node:crypto'
import type { StackDescription, StackEvent } from '../ports/stacks.ts'
import { emptyBuckets } from './empty-buckets.ts'
import { fleetOf } from './fleet.ts'
import { followEvents } from './follow.ts'
import { readOurs } from './ours.ts'
import type { StackPorts } from './ports.ts'
import { deletionProgress } from './progress.ts'
import { secondsBetween, timelineOf } from './timeline.ts'

export interface Deletion {
  isGone: boolean
  /** What is left: resources that the stack let go of, or those that keep it. */
  survivors: string[]
}

const attempts = 2
/** After so many polls without news, or while there was none at all, the stack itself is asked for. */
const quietPollsToAsk = 5

/**
 * Deletes one stack of the replica and waits until it is gone. Its buckets are emptied and its termination protection is
 * turned off first; a deletion that fails is tried once more. Before each call that destroys, the stack is read again.
 * Throws `stack.not_ours`, `cloud.*`.
 */
export async function deleteStack(stack: StackDescription, replicaId: string, ports: StackPorts): Promise<Deletion> {
  const { clock, emit } = ports
  const startedAt = clock.now()
  let after = (await ports.budget.call(() => ports.cloud.stacks.events(stack.arn), undefined, 'DescribeStackEvents')).at(-1)?.id
  emit('stack.delete_started', { stack: stack.name })
  for (let attempt = 1; ; attempt++) {
    if (!(await startDeletion(stack.arn, replicaId, attempt, ports))) return gone(stack, startedAt, [], ports)
    const outcome = await watchDeletion(stack, after, ports)
    if (outcome.isGone) return gone(stack, startedAt, keptResources(stack.name, outcome.events), ports)
    emit('stack.delete_failed', { stack: stack.name, reason: outcome.reason })
    if (attempt >= attempts) return { isGone: false, survivors: await remaining(stack, outcome, ports) }
    after = outcome.events.at(-1)?.id ?? after
  }
}

/** Returns false where there is no such stack any more. */
async function startDeletion(arn: string, replicaId: string, attempt: number, ports: StackPorts): Promise<boolean> {
  const { cloud, budget } = ports
  const stack = await readOurs(arn, replicaId, ports)
  if (stack === undefined) return false
  if (stack.terminationProtection) await budget.call(() => cloud.stacks.setTerminationProtection(arn, false))
  await emptyBuckets(stack, replicaId, ports)
  if ((await readOurs(arn, replicaId, ports)) === undefined) return false
  const token = `prod-replica-${createHash('sha256').update(`delete ${attempt} ${arn}`).digest('hex')}`
  await budget.call(() => cloud.stacks.delete(arn, { token }), undefined, 'DeleteStack')
  return true
}

interface WatchedDeletion {
  isGone: boolean
  reason: string
  events: StackEvent[]
}

async function watchDeletion({ arn, name }: StackDescription, after: string | undefined, ports: StackPorts): Promise<WatchedDeletion> {
  const progress = deletionProgress(name, ports)
  const seen: StackEvent[] = []
  const see = async (events: readonly StackEvent[], quietPolls: number): Promise<WatchedDeletion | undefined> => {
    seen.push(...events)
    progress.tell(timelineOf(seen))
    const end = endOf(seen)
    if (end?.status === 'DELETE_COMPLETE') return { isGone: true, reason: '', events: seen }
    if (end !== undefined) return { isGone: false, reason: failureOf(seen, end), events: seen }
    return (await isGoneQuietly(arn, seen.length === 0 ? quietPollsToAsk : quietPolls, ports))
      ? { isGone: true, reason: '', events: seen }
      : undefined
  }
  return followEvents({ arn, ...(after === undefined ? {} : { after }) }, see, ports)
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
  return (await fleetOf(ports).look(arn)) === undefined
}

/** The reason of the resource that is in the way says more than the stack's, which only lists names. */
function failureOf(events: readonly StackEvent[], last: StackEvent): string {
  const failed = events.find((event) => !event.isStack && event.status === 'DELETE_FAILED')
  if (failed?.reason !== undefined) return `${failed.logicalId}: ${failed.reason}`
  return last.reason ?? `the stack is ${last.status}`
}

function gone(stack: StackDescription, startedAt: Date, survivors: string[], { clock, emit }: StackPorts): Deletion {
  emit('stack.delete_completed', { stack: stack.name, seconds: secondsBetween(startedAt, clock.now()) })
  return { isGone: true, survivors }
}

/** What a DeletionPolicy or a retention has kept alive although its stack is gone. */
function keptResources(name: string, events: readonly StackEvent[]): string[] {
  const kept = events.filter((event) => event.status === 'DELETE_SKIPPED')
  return kept.map(({ logicalId, type, physicalId }) => `${name}/${logicalId} (${type}) ${physicalId ?? ''}: its stack let go of it`)
}

async function remaining(stack: StackDescription, { reason }: WatchedDeletion, { cloud, budget }: StackPorts): Promise<string[]> {
  const resources = (await budget.call(() => cloud.stacks.resources(stack.arn))) ?? []
  const left = resources.filter(({ status }) => status !== 'DELETE_COMPLETE')
  const named = left.map(({ logicalId, type, physicalId }) => `${stack.name}/${logicalId} (${type}) ${physicalId ?? ''}`.trim())
  return [`${stack.name}: ${reason}`, ...named]
}
