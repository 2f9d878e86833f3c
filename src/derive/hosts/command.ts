import { fail } from '../../errors.ts'
import type { JsonValue } from '../../production/json.ts'
import type { TemplateResource } from '../../production/types.ts'
import { editAt, isMap, isNoValue } from '../decide/edit.ts'
import { type DraftStack, note } from '../draft.ts'
import { addResource } from '../own-stack.ts'
import { type Host, launchData, settingsOf } from './find.ts'
import type { Held, Holdings } from './held.ts'

const rule = 'host-commanded'
const policy = 'AmazonSSMManagedInstanceCore'
const policyArn: JsonValue = { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${policy}` }

/**
 * Lets Systems Manager command a host: the roles that it has get the policy that its agent needs; a host without any gets a
 * role and a profile. One whose profile is not the replica's stays as it is.
 */
export function commandHost(host: Host, holdings: Holdings): void {
  const profiles = settingsOf(host, ['IamInstanceProfile'], holdings).filter(({ value }) => !isNoValue(value))
  const roles = profiles
    .flatMap(({ held, value }) => holdings.reach(value, held.stack))
    .flatMap((profile) => holdings.reach(holdings.property(profile, 'Roles'), profile.stack))
    .filter((each) => holdings.resource(each)?.Type === 'AWS::IAM::Role')
  if (profiles.length === 0) giveRole(host, holdings)
  for (const role of roles) allowAgent(role, holdings)
}

/** The role and the instance profile of a host, which its agent needs: `<prefix>Role` and `<prefix>Profile`. Throws `derive.name_taken`. */
export function addRole(stack: DraftStack, prefix: string): void {
  const [roleId, profileId] = [`${prefix}Role`, `${prefix}Profile`]
  for (const name of [roleId, profileId]) {
    if (Object.hasOwn(stack.template.Resources, name)) throw fail('derive.name_taken', { stack: stack.source.name, name })
  }
  addResource(stack, roleId, role(), { rule, reason: 'the helper commands the host through Systems Manager, whose agent needs it' })
  const profile = { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: roleId }] } }
  addResource(stack, profileId, profile, { rule, reason: 'it gives the host its role' })
}

function role(): TemplateResource {
  const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
      ManagedPolicyArns: [policyArn],
    },
  }
}

/** In the stack of what launches it, under that one's name. */
function giveRole(host: Host, holdings: Holdings): void {
  const launch = host.launches.at(-1)
  const resource = launch === undefined ? undefined : holdings.resource(launch)
  if (launch === undefined || resource === undefined) return
  const prefix = `ProdReplica${launch.logicalId}`
  // Another host with the same launch template has it already.
  if (holdings.resource({ stack: launch.stack, logicalId: `${prefix}Role` }) !== undefined) return
  addRole(launch.stack, prefix)
  const isTemplate = resource.Type === 'AWS::EC2::LaunchTemplate'
  const profile = isTemplate ? { Arn: { 'Fn::GetAtt': [`${prefix}Profile`, 'Arn'] } } : { Ref: `${prefix}Profile` }
  const data: Record<string, JsonValue> = { ...launchData(launch, holdings), IamInstanceProfile: profile }
  resource.Properties = isTemplate ? { ...resource.Properties, LaunchTemplateData: data } : data
  note(launch.stack, launch.logicalId, 'kept', rule, 'it gets a role with which the helper can command it')
}

function allowAgent(held: Held, holdings: Holdings): void {
  const resource = holdings.resource(held)
  if (resource === undefined || JSON.stringify(resource.Properties?.ManagedPolicyArns ?? '').includes(policy)) return
  const before: Record<string, JsonValue> = resource.Properties ?? {}
  const after = editAt(before, 'ManagedPolicyArns', withPolicy)
  resource.Properties = isMap(after) ? after : before
  note(held.stack, held.logicalId, 'kept', rule, 'it lets the helper command its host through Systems Manager')
}

/** A list that only a running stack knows is joined and split again. */
function withPolicy(arns: JsonValue | undefined): JsonValue {
  if (arns === undefined) return [policyArn]
  if (Array.isArray(arns)) return [...arns, policyArn]
  return { 'Fn::Split': [',', { 'Fn::Join': [',', [{ 'Fn::Join': [',', arns] }, policyArn]] }] }
}
