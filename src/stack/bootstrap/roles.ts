import { bootstrapPath } from '../../derive/policy/fuse-calls.ts'
import type { RolePolicies } from '../../derive/policy/types.ts'
import type { JsonValue } from '../../production/json.ts'
import type { Template } from '../../production/types.ts'
import { type CircleCi, providerArn, trustOf } from './trust.ts'

type Parts = Required<Pick<Template, 'Resources' | 'Outputs'>>

/** A role's sessions last as long as a rehearsal: CI's token cannot be exchanged again after an hour. */
const sessionSeconds = 4 * 3600

const roles = [
  { name: 'Provision', duty: 'provisioning', says: 'Makes replicas, and rehearses changes on them.' },
  { name: 'Teardown', duty: 'teardown', says: 'Deletes replicas.' },
  { name: 'Notify', duty: 'notify', says: 'Mails verdicts.' },
] as const

/** CircleCI's OIDC provider, and a role for each duty of CI, which only the given projects can take. */
export function rolesPart(ci: CircleCi, policies: RolePolicies): Parts {
  const parts = roles.map(({ name, duty, says }) => rolePart(name, says, ci, policies[duty]))
  return {
    Resources: Object.assign({}, ci.existingProvider ? {} : { Provider: provider(ci) }, ...parts.map(({ Resources }) => Resources)),
    Outputs: Object.assign({ Projects: { Value: ci.projects.join(',') } }, ...parts.map(({ Outputs }) => Outputs)),
  }
}

/** AWS trusts its certificate by itself; the audience of CircleCI's tokens is the organization. */
function provider({ org }: CircleCi) {
  return { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: `https://oidc.circleci.com/org/${org}`, ClientIdList: [org] } }
}

function rolePart(name: string, says: string, ci: CircleCi, documents: RolePolicies['notify']): Parts {
  const managed = documents.map((document, index) => [`${name}Policy${index + 1}`, policy(says, document)] as const)
  const role = {
    Type: 'AWS::IAM::Role',
    ...(ci.existingProvider ? {} : { DependsOn: ['Provider'] }),
    Properties: {
      Path: bootstrapPath,
      Description: says,
      MaxSessionDuration: sessionSeconds,
      AssumeRolePolicyDocument: trustOf(ci, providerArn(ci)),
      ManagedPolicyArns: managed.map(([id]) => ({ Ref: id })),
    },
  }
  return {
    Resources: { ...Object.fromEntries(managed), [`${name}Role`]: role },
    Outputs: { [`${name}RoleArn`]: { Value: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] } } },
  }
}

function policy(says: string, document: RolePolicies['notify'][number]) {
  const PolicyDocument = JSON.parse(JSON.stringify(document)) as JsonValue
  return { Type: 'AWS::IAM::ManagedPolicy', Properties: { Path: bootstrapPath, Description: says, PolicyDocument } }
}
