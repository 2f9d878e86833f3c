import type { JsonValue } from '../../production/json.ts'
import { isMap } from '../decide/edit.ts'
import { changed, leftOut, type Outcome, type Rule, type RuleContext, type Subject } from '../decide/rule.ts'
import { referencesOf } from '../references.ts'

/** A replica's network leads nowhere but out. */
export const networkRules: readonly Rule[] = [
  leftOut('peering-left-out', 'it would join the replica’s network to production’s or to another one', [
    ...['EC2::VPCPeeringConnection', 'EC2::TransitGateway*', 'EC2::VPNConnection*', 'EC2::VPNGateway*', 'EC2::CustomerGateway'],
    ...['DirectConnect::*', 'EC2::VPCEndpointService*', 'EC2::VPCEndpointConnectionNotification', 'VpcLattice::*', 'EC2::ClientVpn*'],
    ...['EC2::LocalGateway*', 'EC2::CarrierGateway', 'EC2::VerifiedAccess*', 'EC2::IPAM*', 'EC2::RouteServer*', 'NetworkManager::*'],
    ...['RTBFabric::*', 'AppMesh::*', 'Interconnect::*', 'Route53Resolver::*', 'EC2::TrafficMirror*'],
  ]),
  leftOut('network-guard-left-out', 'it costs by the hour, guards itself against deletion and is slow to come and go', [
    ...['NetworkFirewall::*', 'GlobalAccelerator::*', 'EC2::NetworkInsights*', 'EC2::NetworkPerformanceMetricSubscription'],
  ]),
  leftOut('network-log-left-out', 'it would write production’s logs', ['EC2::FlowLog']),
  { name: 'gateway-attached', types: ['AWS::EC2::VPCGatewayAttachment'], decide: withoutVpn },
  { name: 'one-nat-gateway', types: ['AWS::EC2::NatGateway'], decide: leaveNatOut },
  {
    name: 'endpoint-own-names',
    types: ['AWS::EC2::VPCEndpoint'],
    decide: ({ Properties }, { isInReplica }) => ({
      kind: 'disabled',
      reason: 'production’s network keeps its private names',
      replace: isInReplica(Properties.VpcId) ? {} : { PrivateDnsEnabled: false },
    }),
  },
  changed('nat-own-address', 'disabled', 'it gets an address of its own', {
    'EC2::NatGateway': {
      unset: ['PrivateIpAddress', 'SecondaryPrivateIpAddresses', 'SecondaryAllocationIds', 'SecondaryPrivateIpAddressCount'],
    },
    'EC2::EIP': { unset: ['Address', 'PublicIpv4Pool', 'IpamPoolId', 'TransferAddress'] },
  }),
  { name: 'address-unused', types: ['AWS::EC2::EIP'], last: true, decide: leaveAddressOut },
]

/** One attachment may name both gateways: the internet's stays. */
function withoutVpn({ Properties }: Subject): Outcome | undefined {
  if (Properties.InternetGatewayId === undefined || Properties.VpnGatewayId === undefined) return undefined
  return { kind: 'disabled', reason: 'it joins no other network', unset: ['VpnGatewayId'] }
}

/** The first NAT gateway of each network that production has stands in for the others: their routes lead to it. */
function leaveNatOut({ logicalId }: Subject, context: RuleContext): Outcome | undefined {
  const first = keptNat(logicalId, context)
  if (first === undefined || first === logicalId) return undefined
  return { kind: 'dropped', reason: `one instance of what was many: ${first} stands in for it`, standIns: { [logicalId]: first } }
}

function keptNat(nat: string, context: RuleContext): string | undefined {
  const network = networkOf(nat, context)
  const all = context.facts.ofType('AWS::EC2::NatGateway').filter((id) => networkOf(id, context) === network && exists(id, context))
  return all.includes(nat) ? all[0] : undefined
}

/** What a gateway's subnet says of its VPC; a subnet that is known by its id only stands for a network of its own. */
function networkOf(nat: string, { facts }: RuleContext): string {
  const { SubnetId, ConnectivityType } = facts.resource(nat)?.Properties ?? {}
  const subnet = isMap(SubnetId) && typeof SubnetId.Ref === 'string' ? facts.resource(SubnetId.Ref) : undefined
  return JSON.stringify([subnet?.Properties?.VpcId ?? SubnetId ?? null, ConnectivityType ?? 'public'])
}

function exists(logicalId: string, { facts, fold }: RuleContext): boolean {
  const condition = facts.resource(logicalId)?.Condition
  return condition === undefined || fold({ Condition: condition }) === true
}

/** An address of which nothing is left that used it; that of the gateway that stands in is said in its place. */
function leaveAddressOut({ logicalId }: Subject, context: RuleContext): Outcome | undefined {
  const users = [...context.facts.referrersOf(logicalId)]
  if (users.length === 0 || users.some((id) => context.isLeft(id))) return undefined
  const nat = users.find((id) => context.facts.resource(id)?.Type === 'AWS::EC2::NatGateway')
  const kept = nat === undefined ? undefined : keptNat(nat, context)
  const other = kept === undefined ? undefined : addressOf(context.facts.resource(kept)?.Properties?.AllocationId, context)
  const reason = 'nothing in the replica uses it'
  return other === undefined ? { kind: 'dropped', reason } : { kind: 'dropped', reason, standIns: { [logicalId]: other } }
}

function addressOf(allocation: JsonValue | undefined, { facts }: RuleContext): string | undefined {
  return [...referencesOf(allocation)].find((id) => facts.resource(id)?.Type === 'AWS::EC2::EIP')
}
