import { actionAccess, handlerPermissions } from '../facts/permissions.ts'
import { tagProperty } from '../facts/tags.ts'
import { ourStacks } from './arns.ts'
import { iamStatements } from './iam.ts'
import type { PlannedIam } from './plan-facts.ts'
import type { Binding, Statement } from './types.ts'

/**
 * What CloudFormation calls in the caller's name to create (or delete) resources of these types. Each statement holds
 * only while CloudFormation calls (aws:CalledVia), and CloudFormation can only be told to by the statements about our own
 * stacks. `tagged` also asks for our tag on what is changed, wherever the service can be asked and the type is tagged.
 */
export function handlerStatements(
  types: readonly string[],
  handler: 'create' | 'delete',
  iam: PlannedIam,
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
    allow('OnlyWithOurTag', actions('tagged'), '*', { ...viaCloudFormation, StringLike: { [`aws:ResourceTag/${binding.tag}`]: '*' } }),
    ...iamStatements(actions('iam'), iam, binding),
    allow('ReadOnly', actions('read'), '*', viaCloudFormation),
    allow('WritesThatNoTagCanBind', actions('write'), '*', viaCloudFormation),
  ]
}

/** Changes nothing of production's: for actions that IAM can ask for the tags of what they are done to. */
export function denyOnProduction(actions: string | string[], { production }: Binding): Statement[] {
  if (production.length === 0) return []
  const names = { StringEquals: { 'aws:ResourceTag/aws:cloudformation:stack-name': [...production] } }
  return [{ Sid: 'NeverOnProduction', Effect: 'Deny', Action: actions, Resource: '*', Condition: names }]
}

/** The actions that change what is there already, and can be asked for its tags; a restore reads production's. */
export function changesOf(types: readonly string[]): string[] {
  const isChange = (action: string) => actionAccess(action) === 'change' && !/:(Restore|Copy|CreateDB)/.test(action)
  return [...actionsOf(types, 'create').keys()].filter(isChange).sort()
}

export const viaCloudFormation = { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } } as const

type Group = 'iam' | 'stack' | 'read' | 'tagged' | 'write'

function groupOf(action: string, users: readonly string[], tagged: boolean): Group {
  const access = actionAccess(action)
  if (access === 'read') return 'read'
  if (action.startsWith('iam:')) return 'iam'
  if (action.startsWith('cloudformation:')) return 'stack'
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
