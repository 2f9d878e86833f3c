import { fail } from '../../errors.ts'
import type { DeploymentMode, StackDescription } from '../../ports/stacks.ts'
import { hashOf } from '../hash.ts'
import type { StackPorts } from '../ports.ts'
import { readOurs } from '../replica/ours.ts'
import { secondsBetween } from '../replica/timeline.ts'
import { type WatchedDeletion, watchDeletion } from '../watch/watch-deletion.ts'
import { cureObstacles } from './cure.ts'
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
}

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
  let after = (await ports.budget.call(() => ports.cloud.stacks.events(stack.arn), undefined, 'DescribeStackEvents')).at(-1)?.id
  ports.emit('stack.delete_started', { stack: stack.name })
  for (let attempt = 1; ; attempt++) {
    const mode = attempt === 1 ? (options.mode ?? 'STANDARD') : 'STANDARD'
    const request = { token: tokenOf(stack, attempt, after), mode, ...(options.isDue === undefined ? {} : { isDue: options.isDue }) }
    if (!(await startDeletion(stack, replicaId, request, ports))) return gone(stack, startedAt, [], ports)
    const outcome = await watchDeletion(stack, after, ports)
    if (outcome.isGone) return gone(stack, startedAt, await removeKept(stack, outcome, replicaId, ports), ports)
    ports.emit('stack.delete_failed', { stack: stack.name, reason: outcome.reason })
    after = outcome.events.at(-1)?.id ?? after
    const isCured = await cureObstacles(stack, replicaId, { outcome, attempt, startedAt }, ports)
    if (!isCured) return release(stack, replicaId, { outcome, after, startedAt }, ports)
  }
}

/** Returns false where there is no such stack any more. */
async function startDeletion(
  { arn }: StackDescription,
  replicaId: string,
  { isDue, ...request }: { token: string; mode: DeploymentMode } & Pick<DeletionOptions, 'isDue'>,
  ports: StackPorts,
): Promise<boolean> {
  const { cloud, budget } = ports
  const holdings = await holdingsOf(arn, ports)
  const stack = await readOurs(arn, replicaId, ports)
  if (stack === undefined) return false
  if (isDue?.(stack) === false) throw fail('replica.not_due', { stack: stack.name, replicaId })
  if (stack.terminationProtection)
    await budget.call(() => cloud.stacks.setTerminationProtection(arn, false), undefined, 'UpdateTerminationProtection')
  await emptyBuckets(stack, replicaId, holdings, ports)
  await emptyRepositories(stack, replicaId, holdings, ports)
  if ((stack.terminationProtection || holdsContent(holdings)) && (await readOurs(arn, replicaId, ports)) === undefined) return false
  await budget.call(() => cloud.stacks.delete(arn, request), undefined, 'DeleteStack')
  return true
}

function holdsContent(holdings: readonly Holding[]): boolean {
  return holdings.some(({ type }) => type === 'AWS::S3::Bucket' || type === 'AWS::ECR::Repository')
}

/** The same for the same attempt at the same state: an answer that was lost is asked for again, not the deletion. */
function tokenOf({ arn }: StackDescription, attempt: number, lastEvent = ''): string {
  return `prod-replica-${hashOf(['delete', attempt, arn, lastEvent])}`
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
