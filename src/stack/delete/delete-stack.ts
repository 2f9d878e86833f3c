import { fail } from '../../errors.ts'
import type { DeploymentMode, StackDescription, StackEvent } from '../../ports/stacks.ts'
import { hashOf } from '../hash.ts'
import type { StackPorts } from '../ports.ts'
import { readOurs } from '../replica/ours.ts'
import { secondsBetween } from '../replica/timeline.ts'
import { type WatchedDeletion, watchDeletion } from '../watch/watch-deletion.ts'
import { cureObstacles } from './cure.ts'
import type { Departures } from './departures.ts'
import { emptyBuckets } from './empty-buckets.ts'
import { emptyRepositories } from './empty-repositories.ts'
import { releaseStack, removeReleased } from './release.ts'
import { type Holding, holdingsOf } from './resources.ts'

export interface Deletion {
  isGone: boolean
  /** What is left: resources that the stack let go of, or those that keep it. */
  survivors: string[]
}

export interface DeletionOptions {
  /** Of the first attempt. In express mode it ends when every deletion has been asked for, not when each is carried out. */
  mode?: DeploymentMode
  /** Asked right before the deletion of what is to be deleted only while this holds. */
  isDue?: (stack: StackDescription) => boolean
  /** Among many: their listing tells when it is gone, and its events are only read where it stays. */
  departures?: Departures
}

type IsDue = DeletionOptions['isDue']

/**
 * Deletes one stack of the replica and waits until it is gone. Its buckets and repositories are emptied and its
 * termination protection is turned off first. Where the deletion fails, what the reasons name is mended and it is tried
 * again, three times, or for half an hour where something only has to go away; then the stack lets go of what cannot be deleted, and that is deleted by itself where it carries
 * our tag. Before each call that destroys, the tags are read again. Throws `stack.not_ours`, `cloud.*`.
 */
export async function deleteStack(
  stack: StackDescription,
  replicaId: string,
  ports: StackPorts,
  options: DeletionOptions = {},
): Promise<Deletion> {
  const startedAt = ports.clock.now()
  let after = options.departures === undefined ? (await eventsOf(stack, ports)).at(-1)?.id : undefined
  ports.emit('stack.delete_started', { stack: stack.name })
  for (let attempt = 1; ; attempt++) {
    const first = attempt === 1 ? options : {}
    const request = { token: tokenOf(stack, attempt, startedAt), mode: first.mode ?? 'STANDARD' }
    if (!(await startDeletion(stack, replicaId, request, options.isDue, ports))) return gone(stack, startedAt, [], ports)
    const outcome = await watchEnd(stack, after, first.departures, ports)
    if (outcome.isGone) return gone(stack, startedAt, await removeKept(stack, outcome, replicaId, ports), ports)
    ports.emit('stack.delete_failed', { stack: stack.name, reason: outcome.reason })
    after = outcome.events.at(-1)?.id ?? after
    const isCured = await cureObstacles(stack, replicaId, { outcome, attempt, startedAt }, ports)
    if (!isCured) return release(stack, replicaId, { outcome, after, startedAt }, ports)
  }
}

function eventsOf({ arn }: StackDescription, { cloud, budget }: StackPorts): Promise<StackEvent[]> {
  return budget.call(() => cloud.stacks.events(arn), undefined, 'DescribeStackEvents')
}

async function watchEnd(
  stack: StackDescription,
  after: string | undefined,
  departures: Departures | undefined,
  ports: StackPorts,
): Promise<WatchedDeletion> {
  if (departures === undefined) return watchDeletion(stack, after, ports)
  if ((await departures.untilSettled(stack.arn)) === 'gone') return { isGone: true, reason: '', events: [] }
  const events = await eventsOf(stack, ports)
  const begun = events.findLastIndex(({ isStack, status }) => isStack && status === 'DELETE_IN_PROGRESS')
  return watchDeletion(stack, events[begun - 1]?.id, ports)
}

/** Returns false where there is no such stack any more. */
async function startDeletion(
  stack: StackDescription,
  replicaId: string,
  request: { token: string; mode: DeploymentMode },
  isDue: IsDue,
  ports: StackPorts,
): Promise<boolean> {
  const { cloud, budget } = ports
  const { arn } = stack
  const holdings = await holdingsOf(arn, ports)
  if (holdsContent(holdings)) {
    if (!(await isFree(arn, replicaId, isDue, ports))) return false
    await emptyBuckets(stack, replicaId, holdings, ports)
    await emptyRepositories(stack, replicaId, holdings, ports)
  }
  // Its tags are read once it is this call's turn: among many it may have waited long.
  return await budget.call(
    async () => {
      if (!(await isFree(arn, replicaId, isDue, ports))) return false
      await cloud.stacks.delete(arn, request)
      return true
    },
    undefined,
    'DeleteStack',
  )
}

/** The stack as it is now; undefined where it is gone. Throws `stack.not_ours`, `replica.not_due`. */
async function readDue(arn: string, replicaId: string, isDue: IsDue, ports: StackPorts): Promise<StackDescription | undefined> {
  const stack = await readOurs(arn, replicaId, ports)
  if (stack !== undefined && isDue?.(stack) === false) throw fail('replica.not_due', { stack: stack.name, replicaId })
  return stack
}

/** Turns the termination protection off, where it is on, and reads the stack anew. Returns false where there is none. */
async function isFree(arn: string, replicaId: string, isDue: IsDue, ports: StackPorts): Promise<boolean> {
  const stack = await readDue(arn, replicaId, isDue, ports)
  if (stack?.terminationProtection !== true) return stack !== undefined
  await ports.budget.call(() => ports.cloud.stacks.setTerminationProtection(arn, false), undefined, 'UpdateTerminationProtection')
  return (await readDue(arn, replicaId, isDue, ports)) !== undefined
}

function holdsContent(holdings: readonly Holding[]): boolean {
  return holdings.some(({ type }) => type === 'AWS::S3::Bucket' || type === 'AWS::ECR::Repository')
}

/** The same for the same attempt: an answer that was lost is asked for again, not the deletion. */
function tokenOf({ arn }: StackDescription, attempt: number, startedAt: Date): string {
  return `prod-replica-${hashOf(['delete', attempt, arn, startedAt.toISOString()])}`
}

function gone(stack: StackDescription, startedAt: Date, survivors: string[], { clock, emit }: StackPorts): Deletion {
  emit('stack.delete_completed', { stack: stack.name, seconds: secondsBetween(startedAt, clock.now()) })
  return { isGone: true, survivors }
}

async function release(
  stack: StackDescription,
  replicaId: string,
  failed: { outcome: WatchedDeletion; after: string | undefined; startedAt: Date },
  ports: StackPorts,
): Promise<Deletion> {
  const released = await releaseStack(stack, replicaId, failed, ports)
  if (released !== undefined) return gone(stack, failed.startedAt, released, ports)
  return { isGone: false, survivors: await remaining(stack, failed.outcome, ports) }
}

/** Deletes what a DeletionPolicy has kept alive although its stack is gone; returns what is left of that. */
async function removeKept(stack: StackDescription, { events }: WatchedDeletion, replicaId: string, ports: StackPorts): Promise<string[]> {
  const kept = events.filter((event) => event.status === 'DELETE_SKIPPED')
  const left = await Promise.all(kept.map((event) => removeReleased(stack.name, event, replicaId, ports)))
  return left.flat()
}

async function remaining(stack: StackDescription, { reason, hint }: WatchedDeletion, { cloud, budget }: StackPorts): Promise<string[]> {
  const resources = (await budget.call(() => cloud.stacks.resources(stack.arn), undefined, 'ListStackResources')) ?? []
  const left = resources.filter(({ status }) => status !== 'DELETE_COMPLETE')
  const named = left.map(({ logicalId, type, physicalId }) => `${stack.name}/${logicalId} (${type}) ${physicalId ?? ''}`.trim())
  return [`${stack.name}: ${hint === undefined ? reason : `${reason.replace(/\.$/, '')}. ${hint}`}`, ...named]
}
