import type { PlannedNested, PlannedStack } from '../../derive/types.ts'
import type { DeploymentMode } from '../../ports/stacks.ts'
import type { Template } from '../../production/types.ts'

/**
 * What is used the moment its stack is complete, by service: a pipeline, a host or another stack's resource would meet it
 * half made in express mode. Of databases and the like even the address is not known before.
 */
const waitedFor: Readonly<Record<string, readonly string[]>> = {
  AmazonMQ: ['Broker'],
  AppRunner: ['Service'],
  AutoScaling: ['AutoScalingGroup'],
  Batch: ['ComputeEnvironment'],
  Cassandra: ['Table'],
  CertificateManager: ['Certificate'],
  CloudFormation: ['WaitCondition'],
  CloudFront: ['Distribution'],
  DAX: ['Cluster'],
  DMS: ['ReplicationInstance'],
  DocDB: ['DBCluster', 'DBInstance'],
  DSQL: ['Cluster'],
  DynamoDB: ['GlobalTable', 'Table'],
  EC2: [
    'EC2Fleet',
    'Instance',
    'NatGateway',
    'SpotFleet',
    'TransitGateway',
    'TransitGatewayAttachment',
    'VPCEndpoint',
    'VPCPeeringConnection',
  ],
  ECS: ['Service', 'TaskSet'],
  EFS: ['FileSystem', 'MountTarget'],
  EKS: ['Addon', 'Cluster', 'FargateProfile', 'Nodegroup'],
  EMR: ['Cluster'],
  ElastiCache: ['CacheCluster', 'ReplicationGroup', 'ServerlessCache'],
  ElasticBeanstalk: ['Environment'],
  ElasticLoadBalancing: ['LoadBalancer'],
  ElasticLoadBalancingV2: ['LoadBalancer'],
  Elasticsearch: ['Domain'],
  FSx: ['FileSystem'],
  Kinesis: ['Stream'],
  KinesisFirehose: ['DeliveryStream'],
  Lightsail: ['Database', 'Instance'],
  MSK: ['Cluster', 'ServerlessCluster'],
  MWAA: ['Environment'],
  MemoryDB: ['Cluster'],
  Neptune: ['DBCluster', 'DBInstance'],
  OpenSearchServerless: ['Collection'],
  OpenSearchService: ['Domain'],
  RDS: ['DBCluster', 'DBInstance', 'DBProxy', 'DBShardGroup'],
  Redshift: ['Cluster'],
  RedshiftServerless: ['Namespace', 'Workgroup'],
  Route53: ['HostedZone', 'RecordSet', 'RecordSetGroup'],
  SageMaker: ['Endpoint', 'NotebookInstance'],
  Timestream: ['InfluxDBInstance'],
  Transfer: ['Server'],
}

/** Of types that a probe may wait for in CloudFormation's place: attributes that are not there from the start. */
const lateAttributes: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::Instance': ['PublicIp', 'PublicDnsName'],
}

/** What express mode ends before it is in force everywhere. CloudFormation tries again within a stack, but not beyond it. */
const propagating = /^AWS::(?:IAM|KMS)::/

/**
 * How each stack of a plan is made, by name: as `deploymentModeOf` says, but in standard mode too where it holds roles or
 * keys and a stack in standard mode needs it, which would fail for good on a role that is not in force yet.
 */
export function deploymentModesOf(
  stacks: readonly PlannedStack[],
  probed: (planned: PlannedStack) => ReadonlySet<string>,
): ReadonlyMap<string, DeploymentMode> {
  const modes = new Map(stacks.map((planned) => [planned.name, deploymentModeOf(planned, probed(planned))]))
  const slow = stacks.filter(({ name }) => modes.get(name) === 'STANDARD')
  for (const { needs } of slow) {
    for (const needed of stacks.filter(({ name }) => needs.includes(name) && modes.get(name) === 'EXPRESS')) {
      if (!holdsPropagating(needed)) continue
      modes.set(needed.name, 'STANDARD')
      slow.push(needed)
    }
  }
  return modes
}

/**
 * How a stack is made, looked at alone: in express mode where nothing in it, nor in the stacks nested in it, has to be waited for, but
 * what `probed` names (logical ids; of nested stacks `Parent/Id`), for which the caller waits by itself.
 */
export function deploymentModeOf(planned: PlannedStack, probed: ReadonlySet<string>): DeploymentMode {
  return needsWaiting(planned, '', probed) ? 'STANDARD' : 'EXPRESS'
}

function holdsPropagating({ template, nested }: Templates): boolean {
  const types = Object.values(template.Resources).map((resource) => resource.Type)
  return types.some((type) => propagating.test(type)) || Object.values(nested).some(holdsPropagating)
}

type Templates = Pick<PlannedNested, 'template' | 'nested'>

function needsWaiting({ template, nested }: Templates, path: string, probed: ReadonlySet<string>): boolean {
  const waits = Object.entries(template.Resources).some(([id, resource]) => {
    return isWaitedFor(resource.Type, resource.Properties) && !(probed.has(`${path}${id}`) && isProbeable(id, resource.Type, template))
  })
  return waits || Object.entries(nested).some(([id, child]) => needsWaiting(child, `${path}${id}/`, probed))
}

/** A function in a VPC cannot be invoked before its network interface is there. */
function isWaitedFor(type: string, properties: Readonly<Record<string, unknown>> | undefined): boolean {
  const [provider, service = '', kind = ''] = type.split('::')
  if (type === 'AWS::Lambda::Function') return properties?.VpcConfig !== undefined
  return provider === 'AWS' && Object.hasOwn(waitedFor, service) && waitedFor[service]?.includes(kind) === true
}

/** Whether a probe is enough: the type has known late attributes, and the template reads none of them. */
function isProbeable(id: string, type: string, template: Template): boolean {
  const late = Object.hasOwn(lateAttributes, type) ? lateAttributes[type] : undefined
  if (late === undefined) return false
  const text = JSON.stringify(template)
  return !late.some((attribute) => text.includes(`"${id}","${attribute}"`) || text.includes(`${id}.${attribute}`))
}
