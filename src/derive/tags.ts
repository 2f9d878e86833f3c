import { callOf } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import type { TemplateResource } from '../production/types.ts'
import type { DraftStack } from './draft.ts'
import { type TagFact, tagProperty } from './facts/tags.ts'

/** The tag that makes a resource ours; nothing without it is ever changed or deleted. */
export const idTag = 'prod-replica:id'

/** Tags every resource that can be tagged with the replica's id, also where CloudFormation does not pass a stack's tags on. */
export function tagResources(stack: DraftStack, replicaId: string): void {
  for (const resource of Object.values(stack.template.Resources)) {
    const fact = tagProperty(resource.Type)
    if (fact !== undefined) tagResource(resource, fact, replicaId)
  }
}

function tagResource(resource: TemplateResource, fact: TagFact, replicaId: string): void {
  const before = resource.Properties?.[fact.property]
  const after = fact.shape === 'map' ? taggedMap(before, replicaId) : taggedList(before, fact, replicaId)
  if (after !== undefined) resource.Properties = { ...resource.Properties, [fact.property]: after }
}

/** A resource takes at most 50 tags; an expression in place of the list or map stays as it is, and the stack's own tag serves. */
function taggedMap(before: JsonValue | undefined, replicaId: string): JsonValue | undefined {
  if (before === undefined) return { [idTag]: replicaId }
  if (typeof before !== 'object' || before === null || Array.isArray(before) || callOf(before) !== undefined) return undefined
  return Object.keys(before).length >= mostTags ? undefined : { ...before, [idTag]: replicaId }
}

function taggedList(before: JsonValue | undefined, { shape }: TagFact, replicaId: string): JsonValue | undefined {
  const tag = { Key: idTag, Value: replicaId, ...(shape === 'launch-list' ? { PropagateAtLaunch: true } : {}) }
  if (before === undefined) return [tag]
  return Array.isArray(before) && before.length < mostTags ? [...before, tag] : undefined
}

const mostTags = 49
