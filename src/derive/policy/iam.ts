import { iamArn, ourPrefix } from './arns.ts'
import type { PlannedIam } from './plan-facts.ts'
import type { Binding, Statement } from './types.ts'

/**
 * IAM's own actions, which must not become a way to more rights: on what has a replica's name alone, and on roles and users
 * only where they have a replica's permissions boundary.
 */
export function iamStatements(actions: readonly string[], iam: PlannedIam, binding: Binding): Statement[] {
  const rest = actions.filter((action) => !special.has(action) && !asksForBoundary.has(action))
  const boundary = iamArn('policy', `${ourPrefix}*`, binding)
  return [
    allow(
      'OnlyWithinBoundary',
      actions.filter((action) => asksForBoundary.has(action)),
      arnsOf(['role', 'user'], iam, binding),
      {
        StringLike: { 'iam:PermissionsBoundary': boundary },
      },
    ),
    allow('IamByNameNotByTag', rest, arnsOf(['group', 'instance-profile', 'policy', 'role', 'user'], iam, binding)),
    ...passRole(actions, iam, binding),
    allow(
      'ServiceLinkedRoles',
      actions.filter((action) => action === serviceLinked),
      iamArn('role', 'aws-service-role/*', binding),
    ),
  ]
}

const serviceLinked = 'iam:CreateServiceLinkedRole'
const special = new Set(['iam:PassRole', serviceLinked])

/** Those that IAM can ask for the boundary of whom they are done to: who is of no replica has none of ours. */
const asksForBoundary: ReadonlySet<string> = new Set([
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateRole',
  'iam:CreateUser',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DeleteUserPermissionsBoundary',
  'iam:DeleteUserPolicy',
  'iam:DetachRolePolicy',
  'iam:DetachUserPolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:PutUserPermissionsBoundary',
  'iam:PutUserPolicy',
])

/** Only to the services that the plan's roles trust. */
function passRole(actions: readonly string[], iam: PlannedIam, binding: Binding): Statement[] {
  if (!actions.includes('iam:PassRole') || iam.services.length === 0) return []
  const to = { StringEquals: { 'iam:PassedToService': [...iam.services] } }
  return [allow('PassOnlyReplicaRoles', ['iam:PassRole'], arnsOf(['role'], iam, binding), to)]
}

function arnsOf(kinds: readonly string[], iam: PlannedIam, binding: Binding): string[] {
  return kinds.flatMap((kind) => [`${ourPrefix}*`, ...(iam.names[kind] ?? [])].map((name) => iamArn(kind, name, binding)))
}

function allow(Sid: string, Action: string[], Resource: string | string[], Condition?: Statement['Condition']): Statement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) }
}
