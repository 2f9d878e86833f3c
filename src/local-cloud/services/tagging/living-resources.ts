import type { JsonValue } from '../../../production/json.ts'
import { tagsOf } from '../../cloudformation/engine/resource-request.ts'
import type { ResourceRecord, StackRecord } from '../../cloudformation/records.ts'
import { makeArn } from '../../cloudformation/resources/arn.ts'
import type { World } from '../../types.ts'
import { isThere } from './direct-resources.ts'

/** A resource that a stack made and that is there still, its stack living, deleted or failed. */
export interface LivingResource {
  arn: string
  type: string
  physicalId: string
  properties: Readonly<Record<string, JsonValue>>
  tags: Record<string, string>
}

/** What stacks made and nobody has deleted: what a stack retained or could not delete outlives it. */
export function livingResources(world: World): LivingResource[] {
  return world.state
    .table<StackRecord>('stacks')
    .values()
    .flatMap((stack) => Object.values(stack.resources).flatMap((resource) => toLiving(stack, resource, world)))
}

function toLiving(stack: StackRecord, resource: ResourceRecord, world: World): LivingResource[] {
  const { type, physicalId, properties, status } = resource
  if (physicalId === undefined || status === 'DELETE_COMPLETE' || !isThere(type, physicalId, properties, world)) return []
  return [{ arn: arnOf(resource, physicalId, world), type, physicalId, properties, tags: tagsOf(stack, resource) }]
}

function arnOf({ type, attributes }: ResourceRecord, physicalId: string, world: World): string {
  if (physicalId.startsWith('arn:')) return physicalId
  if (typeof attributes.Arn === 'string') return attributes.Arn
  // A queue's id is its address.
  const name = physicalId.includes('://') ? (physicalId.split('/').at(-1) ?? '') : physicalId
  return makeArn(type, name, world).replace('parameter//', 'parameter/')
}
