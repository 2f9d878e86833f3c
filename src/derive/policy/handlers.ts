import { actionAccess, handlerPermissions } from '../facts/permissions.ts'
import { tagProperty } from '../facts/tags.ts'
import { bucketArns, ourStacks, ourTag } from './arns.ts'
import { iamStatements } from './iam.ts'
import type { PlannedNames } from './plan-facts.ts'
import type { Binding, Statement } from './types.ts'

/**
 * What CloudFormation calls in the caller's name to create (or delete) resources of these types. Each statement holds
 * only while CloudFormation calls (aws:CalledVia), and CloudFormation can only be told to by the statements about our own
 * stacks. `tagged` also asks for our tag on what is changed, wherever the service can be asked and the type is tagged.
 */
export function handlerStatements(
  types: readonly string[],
  handler: 'create' | 'delete',
  { iam, buckets }: PlannedNames,
  binding: Binding,
  tagged: boolean,
): Statement[] {
  const usersOf = actionsOf(types, handler)
  const groups = new Map<Group, string[]>()
  for (const [action, users] of [...usersOf].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const group = groupOf(action, users, tagged)
    groups.set(group, [...(groups.get(group) ?? []), action])
  }
  const actions = (group: Group) => groups.get(group) ?? []
  return [
    allow('NestedStacks', actions('stack'), ourStacks(binding), viaCloudFormation),
    allow('OnlyWithOurTag', actions('tagged'), '*', { ...viaCloudFormation, ...ourTag }),
    allow('BucketsByNameNotByTag', actions('bucket'), bucketArns(buckets, binding), viaCloudFormation),
    ...iamStatements(actions('iam'), iam, binding),
    allow('ReadOnly', actions('read'), '*', viaCloudFormation),
    allow('WritesThatNoTagCanBind', actions('write'), '*', viaCloudFormation),
  ]
}

/** Keeps `actions` away from what production's stacks hold, as far as services can be asked for the tags of CloudFormation. */
export function denyOnProduction(actions: Pick<Statement, 'Action' | 'NotAction'>, { production }: Binding): Statement[] {
  if (production.length === 0) return []
  const names = { StringLike: { 'aws:ResourceTag/aws:cloudformation:stack-name': [...production] } }
  return [{ Sid: 'NeverOnProduction', Effect: 'Deny', ...actions, Resource: '*', Condition: names }]
}

/** The actions that change what is there already, and can be asked for its tags. A restore reads production's, and its keys. */
export function changesOf(types: readonly string[]): string[] {
  const isChange = (action: string) => actionAccess(action) === 'change' && !/^(iam|kms|s3):|:(Restore|Copy|CreateDB)/.test(action)
  return [...actionsOf(types, 'create').keys()].filter(isChange).sort()
}

const viaCloudFormation = { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } } as const

type Group = 'iam' | 'stack' | 'bucket' | 'read' | 'tagged' | 'write'

const ownGroups: Readonly<Record<string, Group>> = { iam: 'iam', cloudformation: 'stack', s3: 'bucket', kms: 'write' }

function groupOf(action: string, users: readonly string[], tagged: boolean): Group {
  const access = actionAccess(action)
  if (access === 'read') return 'read'
  const own = ownGroups[action.slice(0, action.indexOf(':'))]
  if (own !== undefined) return own
  const isBound = tagged && (access === 'change' || access === 'either') && users.every((type) => tagProperty(type) !== undefined)
  return isBound ? 'tagged' : 'write'
}

/** By action, the types whose handlers call it. */
function actionsOf(types: readonly string[], handler: 'create' | 'delete'): Map<string, string[]> {
  const users = new Map<string, string[]>()
  for (const type of types) {
    const handlers = handlerPermissions(type)
    for (const action of new Set([...handlers[handler], ...handlers.read])) users.set(action, [...(users.get(action) ?? []), type])
  }
  return users
}

function allow(Sid: string, Action: string[], Resource: string | string[], Condition: Statement['Condition'] = {}): Statement {
  return { Sid, Effect: 'Allow', Action, Resource, Condition }
}
