import type { StackDescription, StackResource } from '../../ports/stacks.ts'
import { hashOf } from '../hash.ts'
import type { StackPorts } from '../ports.ts'
import { readOurs } from '../replica/ours.ts'
import { type WatchedDeletion, watchDeletion } from '../watch/watch-deletion.ts'
import { nestedStack } from './resources.ts'
import { removeResource } from './single.ts'

/**
 * The last resort for a stack that cannot be deleted whole: it lets go of the resources that failed, each by name, and
 * what it let go of is deleted by itself where it carries this replica's tag. A forced deletion would let go of them
 * without a word, and they would go on costing money. Returns what is left, by name and reason; undefined where the stack
 * itself stays. Throws `stack.not_ours`, `cloud.*`.
 */
export async function releaseStack(
  stack: Pick<StackDescription, 'arn' | 'name'>,
  replicaId: string,
  { after }: { after: string | undefined },
  ports: StackPorts,
): Promise<string[] | undefined> {
  const { cloud, budget, emit } = ports
  const failed = ((await budget.call(() => cloud.stacks.resources(stack.arn), undefined, 'ListStackResources')) ?? []).filter(isFailed)
  const inner = await releaseNested(failed, replicaId, ports)
  if (inner === undefined) return undefined
  const retained = failed.filter(({ type }) => type !== nestedStack)
  const current = await readOurs(stack.arn, replicaId, ports)
  // Only a stack whose deletion has failed may let go of anything.
  if (current !== undefined && current.status !== 'DELETE_FAILED') return undefined
  const retain = retained.map(({ logicalId }) => logicalId)
  emit('stack.resources_released', { stack: stack.name, resources: retain })
  const token = `prod-replica-${hashOf(['release', stack.arn, ...retain])}`
  await budget.call(() => cloud.stacks.delete(stack.arn, { token, retain }), undefined, 'DeleteStack')
  const outcome: WatchedDeletion = await watchDeletion(stack, after, ports)
  if (!outcome.isGone) return undefined
  const left = await Promise.all(retained.map((resource) => removeReleased(stack.name, resource, replicaId, ports)))
  return [...inner, ...left.flat()]
}

/** Nested stacks let go first, so that the root finds them gone. Undefined where one of them stays. */
async function releaseNested(failed: readonly StackResource[], replicaId: string, ports: StackPorts): Promise<string[] | undefined> {
  const left: string[] = []
  for (const { type, physicalId: arn, logicalId } of failed) {
    if (type !== nestedStack || arn === undefined) continue
    const after = (await ports.budget.call(() => ports.cloud.stacks.events(arn), undefined, 'DescribeStackEvents')).at(-1)?.id
    const released = await releaseStack({ arn, name: logicalId }, replicaId, { after }, ports)
    if (released === undefined) return undefined
    left.push(...released)
  }
  return left
}

function isFailed({ status }: StackResource): boolean {
  return status === 'DELETE_FAILED'
}

/** Deletes by itself what a stack let go of. Returns what is left, with the reason; nothing where it is gone. */
export async function removeReleased(
  stack: string,
  resource: Pick<StackResource, 'logicalId' | 'type' | 'physicalId'>,
  replicaId: string,
  ports: StackPorts,
): Promise<string[]> {
  const { logicalId, type, physicalId: id } = resource
  if (id === undefined) return []
  try {
    await removeResource({ type, id }, replicaId, ports)
    return []
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [`${stack}/${logicalId} (${type}) ${id}: its stack let go of it; ${reason}`]
  }
}
