import type { JsonValue } from '../../../production/json.ts'
import { requestOf } from '../../cloudformation/engine/resource-request.ts'
import type { ResourceRecord, StackRecord } from '../../cloudformation/records.ts'
import { releaseName } from '../../cloudformation/resources/name-claims.ts'
import { tagPropertyOf } from '../../facts/tag-properties.ts'
import type { ResourceRequest, World } from '../../types.ts'
import { tagList } from '../json-service.ts'
import { isThere } from '../tagging/direct-resources.ts'

/** A resource that a stack made, by type and physical id. */
export interface FoundResource {
  type: string
  id: string
  request: ResourceRequest
  /** Its properties as Cloud Control shows them: with every tag, those of the stack too, as the type writes them. */
  shown: Readonly<Record<string, JsonValue>>
  stackId: string
}

/** Undefined where there is no such resource, or not any more. */
export function findResource(type: string, id: string, world: World): FoundResource | undefined {
  for (const stack of world.state.table<StackRecord>('stacks').values()) {
    const record = Object.values(stack.resources).find((each) => each.type === type && each.physicalId === id)
    if (record === undefined || record.status === 'DELETE_COMPLETE' || !isThere(type, id, record.properties, world)) continue
    const request = requestOf(stack, record)
    return { type, id, request, shown: { ...record.properties, ...shownTags(request) }, stackId: stack.id }
  }
  return undefined
}

/** Other properties for the resource. */
export async function keepProperties(found: FoundResource, properties: ResourceRequest['properties'], world: World): Promise<void> {
  await keep(found, world, (record) => ({ ...record, properties }))
}

/** The resource is gone, whatever its stack has become. */
export async function forgetResource(found: FoundResource, world: World): Promise<void> {
  await releaseName(found.request, world)
  await keep(found, world, (record) => ({ ...record, status: 'DELETE_COMPLETE' }))
}

async function keep(found: FoundResource, world: World, change: (record: ResourceRecord) => ResourceRecord): Promise<void> {
  const table = world.state.table<StackRecord>('stacks')
  const stack = table.get(found.stackId)
  const record = stack?.resources[found.request.logicalId]
  if (stack === undefined || record === undefined) return
  await table.put(stack.id, { ...stack, resources: { ...stack.resources, [record.logicalId]: change(record) } })
}

function shownTags({ type, tags }: ResourceRequest): Record<string, JsonValue> {
  const property = tagPropertyOf(type)
  if (property === undefined) return {}
  return { [property.name]: property.isMap ? { ...tags } : tagList(tags) }
}
