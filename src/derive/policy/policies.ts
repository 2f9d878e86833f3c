import { handlerPermissions } from '../facts/permissions.ts'
import type { Plan } from '../types.ts'
import { lightFuse, putOutFuse } from './fuse-calls.ts'
import { changesOf, denyOnProduction, handlerStatements } from './handlers.ts'
import { emptyBuckets, notifyCalls, provisioningCalls, teardownCalls } from './own-calls.ts'
import { namesOf, typesOf } from './plan-facts.ts'
import { toDocuments } from './split.ts'
import type { Binding, RolePolicies } from './types.ts'

/**
 * The least that the three roles need: for the calls that the helper makes itself, and for those that CloudFormation makes
 * in its name for the types in the plan. They hold for the replicas of any id that are made from the same production.
 */
export function replicaPolicies(plan: Plan, binding: Binding): RolePolicies {
  const types = typesOf(plan)
  const names = namesOf(plan)
  return {
    provisioning: toDocuments([
      ...denyOnProduction({ Action: changesOf(types) }, binding),
      ...provisioningCalls(binding),
      ...lightFuse(binding),
      // Not every handler gives the tags in the call that creates, so what is created cannot be asked for them.
      ...handlerStatements(types, 'create', names, binding, false),
    ]),
    teardown: toDocuments([
      ...denyOnProduction({ NotAction: ['kms:*'] }, binding),
      ...teardownCalls(binding),
      ...putOutFuse(binding),
      ...emptyBuckets(names.buckets, binding),
      ...handlerStatements(types, 'delete', names, binding, true),
    ]),
    notify: toDocuments(notifyCalls(binding)),
    unknownTypes: types.filter((type) => isUnknown(type)),
  }
}

/** A wait condition, or a custom resource, calls nothing of its own. */
function isUnknown(type: string): boolean {
  if (!type.startsWith('AWS::') || /^AWS::CloudFormation::(WaitCondition|CustomResource|WaitConditionHandle)$/.test(type)) return false
  const { create, delete: removal } = handlerPermissions(type)
  return create.length === 0 && removal.length === 0
}
