import type { JsonValue } from '../../production/json.ts'
import type { Template } from '../../production/types.ts'
import { sizeOf } from './fit-arns.ts'

/** Characters of a managed policy, white space not counted. */
const policyLimit = 6144
/** Bytes of a parameter's value. */
const parameterLimit = 4096

/**
 * A stack with nothing but the permissions boundary of the replica's roles and users: all is allowed but what reaches
 * production, and what would shed the boundary. `arns` (at most `arnRoom(stacks)` characters, as `fitArns` makes them) and
 * the names of production's stacks are parameters, so that the template holds none of them. The policy's ARN is exported
 * under `exportName`.
 */
export function boundaryTemplate(
  arns: readonly string[],
  stacks: readonly string[],
  exportName: string,
): { template: Template; parameters: Record<string, string> } {
  const arnLists = toLists('ProductionArns', arns)
  const stackLists = toLists('ProductionStacks', stacks)
  const parameters = { ...arnLists, ...stackLists }
  const template: Template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Keeps every role and user of a replica away from production.',
    Parameters: Object.fromEntries(Object.keys(parameters).map((name) => [name, { Type: 'CommaDelimitedList' }])),
    Resources: {
      Boundary: {
        Type: 'AWS::IAM::ManagedPolicy',
        DeletionPolicy: 'Delete',
        UpdateReplacePolicy: 'Delete',
        Properties: {
          Description: 'The permissions boundary of the roles and users of a replica.',
          PolicyDocument: { Version: '2012-10-17', Statement: statements(Object.keys(arnLists), Object.keys(stackLists)) },
        },
      },
    },
    Outputs: { BoundaryArn: { Value: { Ref: 'Boundary' }, Export: { Name: exportName } } },
  }
  return { template, parameters }
}

/** How many characters `fitArns` may fill: what the policy's own statements and the stacks' names leave of 6,144. */
export function arnRoom(stacks: readonly string[]): number {
  const stackLists = Object.keys(toLists('ProductionStacks', stacks))
  const own = JSON.stringify({ Version: '2012-10-17', Statement: statements(['ProductionArns1', 'ProductionArns2'], stackLists) })
  return policyLimit - own.length - sizeOf(stacks) - longestPlace
}

/** Partition, account and the name of the boundary's stack, thrice, where the policy has expressions in their place. */
const longestPlace = 3 * 140

/** By parameter: as many of the texts as its value can hold, parted by commas. */
function toLists(name: string, texts: readonly string[]): Record<string, string> {
  const lists: string[] = []
  for (const text of texts) {
    const last = lists.at(-1)
    const longer = last === undefined ? text : `${last},${text}`
    if (last === undefined || new TextEncoder().encode(longer).length > parameterLimit) lists.push(text)
    else lists[lists.length - 1] = longer
  }
  return Object.fromEntries(lists.map((list, index) => [`${name}${index + 1}`, list]))
}

function statements(arnLists: readonly string[], stackLists: readonly string[]): JsonValue[] {
  return [
    { Sid: 'AllElse', Effect: 'Allow', Action: '*', Resource: '*' },
    ...arnLists.map((name, index) => ({ Sid: `NotProduction${index + 1}`, Effect: 'Deny', Action: '*', Resource: { Ref: name } })),
    ...stackLists.map((name, index) => ({
      Sid: `NotProductionsStacks${index + 1}`,
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/aws:cloudformation:stack-name': { Ref: name } } },
    })),
    ...boundaryStays,
  ]
}

/** CloudFormation names the policy after its stack; a Ref to itself would be a circle. */
const boundaryArn: JsonValue = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/${AWS::StackName}-*' }

/** A role without a boundary would be a way round it: none may be made, given rights, or freed of the one it has. */
const boundaryStays: readonly JsonValue[] = [
  {
    Sid: 'BoundaryStaysOn',
    Effect: 'Deny',
    // Whom a role trusts cannot be asked for the role's boundary everywhere: another's trust would be a way round as well.
    Action: ['iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary', 'iam:UpdateAssumeRolePolicy'],
    Resource: '*',
  },
  {
    Sid: 'NobodyWithoutBoundary',
    Effect: 'Deny',
    Action: [
      'iam:AttachRolePolicy',
      'iam:AttachUserPolicy',
      'iam:CreateRole',
      'iam:CreateUser',
      'iam:PutRolePermissionsBoundary',
      'iam:PutRolePolicy',
      'iam:PutUserPermissionsBoundary',
      'iam:PutUserPolicy',
    ],
    Resource: '*',
    Condition: { StringNotLike: { 'iam:PermissionsBoundary': boundaryArn } },
  },
  {
    Sid: 'BoundaryStaysAsItIs',
    Effect: 'Deny',
    Action: ['iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:SetDefaultPolicyVersion'],
    Resource: boundaryArn,
  },
]
