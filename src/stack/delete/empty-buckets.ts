import { idTag } from '../../derive/tags.ts'
import type { StackDescription, StackResource } from '../../ports/stacks.ts'
import type { StackPorts } from '../ports.ts'
import { readOurs } from '../replica/ours.ts'
import { idsOf } from './resources.ts'

/**
 * Empties the buckets among what a stack of this replica holds: CloudFormation cannot delete one that holds anything. A
 * bucket that cannot be emptied is told of, and left to the deletion to name. Throws `stack.not_ours`.
 */
export async function emptyBuckets(
  stack: StackDescription,
  replicaId: string,
  holdings: readonly StackResource[],
  ports: StackPorts,
): Promise<void> {
  for (const bucket of idsOf(holdings, 'AWS::S3::Bucket')) {
    if ((await readOurs(stack.arn, replicaId, ports)) === undefined) return
    try {
      await emptyBucket(stack.name, bucket, replicaId, ports)
    } catch (error) {
      ports.emit('stack.delete_failed', { stack: stack.name, reason: error instanceof Error ? error.message : String(error) })
    }
  }
}

/** That the bucket is a resource of our stack makes it ours; tags of another replica say that something is wrong. */
async function emptyBucket(stack: string, bucket: string, replicaId: string, { cloud, budget, emit }: StackPorts): Promise<void> {
  const tags = await budget.call(() => cloud.buckets.tags(bucket), undefined, 'GetBucketTagging')
  if (tags === undefined || (tags[idTag] !== undefined && tags[idTag] !== replicaId)) return
  const objects = await budget.call(() => cloud.buckets.empty(bucket), undefined, 'DeleteObjects')
  if (objects > 0) emit('bucket.emptied', { stack, bucket, objects })
}
