import { tagProperty } from '../../derive/facts/tags.ts'
import { idTag } from '../../derive/tags.ts'
import { fail } from '../../errors.ts'
import type { StackPorts } from '../ports.ts'

/** One resource by CloudFormation's type and primary identifier. */
export interface ResourceName {
  type: string
  id: string
}

/** Longest that one resource's change or deletion is waited for: a database takes a quarter of an hour. */
const patienceMs = 20 * 60_000
const firstPauseMs = 1_000
const longestPauseMs = 15_000

/** Whether the resource's own properties, as they were just read, carry the tag of this replica. */
export function isOurs(type: string, properties: Readonly<Record<string, unknown>>, replicaId: string): boolean {
  const tags = properties[tagProperty(type)?.property ?? 'Tags']
  if (Array.isArray(tags)) return tags.some((tag) => tag?.Key === idTag && tag?.Value === replicaId)
  return typeof tags === 'object' && tags !== null && (tags as Record<string, unknown>)[idTag] === replicaId
}

/**
 * Deletes one resource that no stack holds any more, and waits until it is gone. It is read right before. Throws
 * `resource.not_ours`, `resource.change_failed`, `cloud.*`. One that is gone already is a success.
 */
export async function removeResource(name: ResourceName, replicaId: string, ports: StackPorts): Promise<void> {
  const { cloud, budget } = ports
  const properties = await budget.call(() => cloud.resources.read(name.type, name.id), undefined, 'GetResource')
  if (properties === undefined) return
  if (!isOurs(name.type, properties, replicaId)) throw fail('resource.not_ours', { ...name, replicaId })
  if (name.type === 'AWS::S3::Bucket') await budget.call(() => cloud.buckets.empty(name.id), undefined, 'DeleteObjects')
  if (name.type === 'AWS::ECR::Repository') await budget.call(() => cloud.repositories.empty(name.id), undefined, 'BatchDeleteImage')
  await settle(await budget.call(() => cloud.resources.remove(name.type, name.id), undefined, 'DeleteResource'), ports)
  ports.emit('leftover.removed', name)
}

/** Waits until a change or deletion that was asked for has ended. Throws `resource.change_failed`. */
export async function settle(token: string, { cloud, clock, budget, signal }: StackPorts): Promise<void> {
  const deadlineMs = clock.now().getTime() + patienceMs
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 1.5)) {
    const outcome = await budget.call(() => cloud.resources.outcome(token), signal, 'GetResourceRequestStatus')
    if (outcome.kind === 'done') return
    if (outcome.kind === 'failed') throw fail('resource.change_failed', { reason: outcome.reason })
    if (clock.now().getTime() > deadlineMs) throw fail('resource.change_failed', { reason: 'it takes longer than 20 minutes' })
    await clock.sleep(pauseMs, signal)
  }
}
