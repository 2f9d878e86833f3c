import { bootstrapPath } from '../../derive/policy/fuse-calls.ts'
import type { JsonValue } from '../../production/json.ts'

/** The tag that CloudFormation itself puts on what it makes; nobody else can. */
const stackName = 'aws:ResourceTag/aws:cloudformation:stack-name'

/**
 * What can be said without knowing production: all is allowed but what belongs to a stack that is not named as ours, what
 * `bootstrap` made, and what would shed the boundary. It gives no rights by itself. Production that is in no stack, or
 * whose service does not tell tags, is not covered: the boundary that each replica brings along names production's ARNs.
 */
export function boundaryStatements(): JsonValue[] {
  return [
    { Sid: 'AllElse', Effect: 'Allow', Action: '*', Resource: '*' },
    {
      Sid: 'NotOfOtherStacks',
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringNotLike: { [stackName]: 'prod-replica-*' }, Null: { [stackName]: 'false' } },
    },
    {
      Sid: 'NotWhatBootstrapMade',
      Effect: 'Deny',
      Action: ['iam:Add*', 'iam:Attach*', 'iam:Create*', 'iam:Delete*', 'iam:Detach*', 'iam:Put*', 'iam:Set*', 'iam:Update*'],
      Resource: ['role', 'policy'].map((kind) => ({
        'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:${kind}${bootstrapPath}*`,
      })),
    },
    {
      Sid: 'BoundaryStaysOn',
      Effect: 'Deny',
      Action: [
        'iam:DeleteRolePermissionsBoundary',
        'iam:DeleteUserPermissionsBoundary',
        'iam:PutRolePermissionsBoundary',
        'iam:PutUserPermissionsBoundary',
      ],
      Resource: '*',
    },
  ]
}
