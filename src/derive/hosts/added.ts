import type { JsonValue } from '../../production/json.ts'
import type { Production } from '../../production/types.ts'
import type { StackNeeds } from '../exports.ts'
import { type Handing, handOver } from '../outputs.ts'
import { addResource, type OwnStack, ownStack } from '../own-stack.ts'
import { addRole } from './command.ts'
import type { Host } from './find.ts'
import { letsIn } from './groups.ts'
import type { Held, Holdings } from './held.ts'
import { newIngress } from './ingress.ts'
import { type WayOut, wayOutOf } from './ways-out.ts'

/** The name by which the plan's own host is known everywhere. */
export const addedHost = 'ProdReplicaHost'
const rule = 'host-added'
const groupId = 'ProdReplicaHostAccess'

/**
 * A small host where production has none, in a network of the replica's. It has a stack of its own, so that it comes up
 * while the stores are still being restored. Undefined where no subnet of that network leads to Systems Manager.
 */
export function addHost(
  network: Held,
  { production, needs, replicaId }: { production: Production; needs: StackNeeds; replicaId: string },
  holdings: Holdings,
): { stack: OwnStack; host: Host } | undefined {
  const way = wayOutOf(network, holdings)
  if (way === undefined) return undefined
  const about = { title: 'host', description: 'A small host that a replica’s pipelines run on.', replicaId }
  const stack = ownStack('1-host', about, production)
  const handing = { to: stack, needs, replicaId }
  addRole(stack, addedHost)
  const group = addGroup(network, handing)
  const reason = 'production has no host, and the stores are not reached from outside'
  addResource(stack, addedHost, instance(way, handing), { rule, reason })
  knockAtEndpoints(way, group, handing, holdings)
  const held = { stack, logicalId: addedHost }
  return { stack, host: { ...held, kind: 'instance', launches: [held] } }
}

/** Nobody is let in. */
function addGroup(network: Held, handing: Handing): Held {
  const Properties = { GroupDescription: 'The host of a replica, which nobody enters', VpcId: handOver(network, handing) }
  addResource(handing.to, groupId, { Type: 'AWS::EC2::SecurityGroup', Properties }, { rule, reason: 'it lets nobody in' })
  return { stack: handing.to, logicalId: groupId }
}

const image = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}'

/** What the helper runs on; the agent is in the image. */
const startUp = ['#!/bin/bash', 'dnf install -y nodejs22 || dnf install -y nodejs20', ''].join('\n')

function instance(way: WayOut, handing: Handing) {
  const Properties: Record<string, JsonValue> = {
    ImageId: image,
    InstanceType: 't4g.micro',
    IamInstanceProfile: { Ref: `${addedHost}Profile` },
    MetadataOptions: { HttpTokens: 'required' },
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeType: 'gp3', VolumeSize: 20, Encrypted: true, DeleteOnTermination: true } },
    ],
    UserData: { 'Fn::Base64': startUp },
    ...place(way, handing),
  }
  return { Type: 'AWS::EC2::Instance', Properties }
}

/**
 * In a public subnet the only way to Systems Manager is a public address: the agent calls out by it, and as its group has
 * no ingress, nobody calls in.
 */
function place({ subnet, by }: WayOut, handing: Handing): Record<string, JsonValue> {
  const SubnetId = handOver(subnet, handing)
  if (by !== 'internet') return { SubnetId, SecurityGroupIds: [{ Ref: groupId }] }
  return { NetworkInterfaces: [{ DeviceIndex: '0', SubnetId, GroupSet: [{ Ref: groupId }], AssociatePublicIpAddress: true }] }
}

/** Endpoints have groups of their own, which know nothing of this host. */
function knockAtEndpoints({ subnet, by, endpoints }: WayOut, group: Held, handing: Handing, holdings: Holdings): void {
  if (by !== 'endpoints') return
  const groups = endpoints
    .flatMap((endpoint) => holdings.reach(holdings.property(endpoint, 'SecurityGroupIds'), endpoint.stack))
    .filter((each) => holdings.resource(each)?.Type === 'AWS::EC2::SecurityGroup')
  for (const each of groups) {
    if (letsIn(each, { groups: [group], subnets: [subnet] }, 443, holdings)) continue
    const { logicalId, resource } = newIngress({ to: each, from: group, port: 443, description: 'The agent of the host' }, handing)
    addResource(handing.to, logicalId, resource, { rule, reason: 'the host’s agent calls Systems Manager by this endpoint' })
  }
}
