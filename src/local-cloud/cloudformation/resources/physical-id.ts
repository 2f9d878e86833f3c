import { type ResourceName, resourceName } from '../../facts/resource-names.ts'
import { makeUuid } from '../../protocol/uuid.ts'
import type { ResourceRequest, World } from '../../types.ts'
import { makeArn } from './arn.ts'

/** EC2 ids: a prefix, a hyphen and 17 hexadecimal digits. */
const prefixes: Readonly<Record<string, string>> = {
  CapacityReservation: 'cr',
  CustomerGateway: 'cgw',
  DHCPOptions: 'dopt',
  EgressOnlyInternetGateway: 'eigw',
  FlowLog: 'fl',
  Instance: 'i',
  InternetGateway: 'igw',
  LaunchTemplate: 'lt',
  NatGateway: 'nat',
  NetworkAcl: 'acl',
  NetworkInterface: 'eni',
  PrefixList: 'pl',
  RouteTable: 'rtb',
  SecurityGroup: 'sg',
  SecurityGroupEgress: 'sgr',
  SecurityGroupIngress: 'sgr',
  Subnet: 'subnet',
  SubnetNetworkAclAssociation: 'aclassoc',
  SubnetRouteTableAssociation: 'rtbassoc',
  TransitGateway: 'tgw',
  TransitGatewayAttachment: 'tgw-attach',
  VPC: 'vpc',
  VPCCidrBlockAssociation: 'vpc-cidr-assoc',
  VPCEndpoint: 'vpce',
  VPCPeeringConnection: 'pcx',
  VPNConnection: 'vpn',
  VPNGateway: 'vgw',
  Volume: 'vol',
}

type MakeId = (request: ResourceRequest, world: World) => string

/** Types whose Ref gives something of its own kind. */
const special: Readonly<Record<string, MakeId>> = {
  'AWS::EC2::EIP': (_, { entropy }) => `203.0.113.${(Number.parseInt(entropy.hex(1), 16) % 254) + 1}`,
  'AWS::EC2::Route': ({ properties }) =>
    `${text(properties.RouteTableId)}|${text(properties.DestinationCidrBlock) || text(properties.DestinationIpv6CidrBlock)}`,
  'AWS::EC2::VPCGatewayAttachment': ({ properties }) => `${text(properties.VpnGatewayId) === '' ? 'IGW' : 'VGW'}|${text(properties.VpcId)}`,
  'AWS::IAM::OIDCProvider': ({ properties }, world) =>
    makeArn('AWS::IAM::OIDCProvider', text(properties.Url).replace(/^https:\/\//, ''), world),
  'AWS::KMS::Key': (_, { entropy }) => makeUuid(entropy),
  'AWS::Lambda::EventSourceMapping': (_, { entropy }) => makeUuid(entropy),
  'AWS::S3::BucketPolicy': ({ properties }) => text(properties.Bucket),
  'AWS::SNS::Subscription': ({ properties }, { entropy }) => `${text(properties.TopicArn)}:${makeUuid(entropy)}`,
  'AWS::SQS::Queue': (request, world) => `${world.endpoint}/${world.account}/${nameOf(request, world)}`,
  'AWS::CloudFormation::WaitConditionHandle': (request, world) => `${world.endpoint}/wait/${nameOf(request, world)}`,
}

const arnIsRef = new Set([
  ...['AWS::ApplicationAutoScaling::ScalingPolicy', 'AWS::Batch::ComputeEnvironment', 'AWS::Batch::JobDefinition'],
  ...['AWS::Batch::JobQueue', 'AWS::CertificateManager::Certificate', 'AWS::DMS::Endpoint', 'AWS::DMS::ReplicationInstance'],
  ...['AWS::DMS::ReplicationTask', 'AWS::ECS::Service', 'AWS::ECS::TaskDefinition', 'AWS::ElasticLoadBalancingV2::Listener'],
  ...['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancingV2::TargetGroup', 'AWS::IAM::ManagedPolicy'],
  ...['AWS::Lambda::Version', 'AWS::MSK::Cluster', 'AWS::SNS::Topic', 'AWS::StepFunctions::Activity', 'AWS::StepFunctions::StateMachine'],
])

/** A physical id as the type has it in AWS: a fixed name, `vpc-…`, an ARN, or `<stack>-<logical id>-<random>`. */
export function makePhysicalId(request: ResourceRequest, world: World): string {
  const make = special[request.type]
  if (make !== undefined) return make(request, world)
  const [, service, resource = ''] = request.type.split('::')
  const prefix = service === 'EC2' ? prefixes[resource] : undefined
  if (prefix !== undefined) return `${prefix}-0${world.entropy.hex(8)}`
  const name = nameOf(request, world)
  return arnIsRef.has(request.type) ? makeArn(request.type, name, world) : name
}

/** The fixed name that the template gives a resource, where that name must be unique in the account. */
export function fixedName({ type, properties }: Pick<ResourceRequest, 'type' | 'properties'>): string | undefined {
  const fact = resourceName(type)
  return fact === undefined || fact.shared === true ? undefined : text(properties[fact.property]) || undefined
}

function nameOf(request: ResourceRequest, world: World): string {
  const fact = resourceName(request.type)
  return (fact === undefined ? '' : text(request.properties[fact.property])) || randomName(request, fact, world)
}

/** CloudFormation shortens the stack's name and the logical id, never the random end. */
function randomName({ stackName, logicalId }: ResourceRequest, fact: ResourceName | undefined, { entropy }: World): string {
  const random = entropy.hex(6).toUpperCase()
  const room = Math.max((fact?.max ?? 128) - random.length - 2, 2)
  const half = Math.floor(room / 2)
  const stack = stackName.slice(0, Math.max(half, room - logicalId.length))
  const name = `${stack}-${logicalId.slice(0, Math.max(half, room - stackName.length))}-${random}`
  return fact?.lower === true ? name.toLowerCase() : name
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
