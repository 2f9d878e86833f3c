import { callOf } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import { type Edit, isMap } from '../decide/edit.ts'
import { changed, leftOut, type Outcome, type Rule, type RuleContext, type Subject } from '../decide/rule.ts'

/** Properties of an instance that hold production’s addresses, or that a small instance cannot have. */
const own = [
  ...['PrivateIpAddress', 'NetworkInterfaces.*.PrivateIpAddress', 'NetworkInterfaces.*.PrivateIpAddresses', 'SsmAssociations'],
  ...['HostId', 'HostResourceGroupArn', 'Affinity', 'PlacementGroupName', 'ElasticGpuSpecifications', 'ElasticInferenceAccelerators'],
  ...['Ipv6Addresses', 'NetworkInterfaces.*.Ipv6Addresses', 'CapacityReservationSpecification'],
]
const special = ['CpuOptions', 'EnclaveOptions', 'HibernationOptions', 'EbsOptimized']
const templateOwn = [
  ...['NetworkInterfaces.*.PrivateIpAddress', 'NetworkInterfaces.*.PrivateIpAddresses', 'NetworkInterfaces.*.Ipv6Addresses', 'Placement'],
  ...['CapacityReservationSpecification', 'ElasticGpuSpecifications', 'ElasticInferenceAccelerators'],
].map((name) => `LaunchTemplateData.${name}`)

const hosts = ['AWS::EC2::Instance', 'AWS::AutoScaling::LaunchConfiguration', 'AWS::EC2::LaunchTemplate']

/** Where types say what kind of instance they start. */
const instanceTypes: Readonly<Record<string, { paths: readonly string[]; unset?: readonly string[] }>> = {
  'AWS::EC2::Instance': { paths: ['InstanceType'], unset: special },
  'AWS::AutoScaling::LaunchConfiguration': { paths: ['InstanceType'], unset: ['EbsOptimized'] },
  'AWS::EC2::LaunchTemplate': {
    paths: ['LaunchTemplateData.InstanceType'],
    unset: special.map((name) => `LaunchTemplateData.${name}`),
  },
  'AWS::EC2::SpotFleet': {
    paths: ['SpotFleetRequestConfigData.LaunchSpecifications.*.InstanceType'],
    unset: ['SpotFleetRequestConfigData.LaunchSpecifications.*.EbsOptimized'],
  },
}

/**
 * One small host of what were many. UserData stays: it is what makes the host production’s like. Public addresses stay
 * where production gave them: without a NAT gateway they are the host’s way out, and no ingress lets anybody in by them.
 */
export const hostRules: readonly Rule[] = [
  leftOut('reservation-left-out', 'it is paid for whether it is used or not', [
    ...['EC2::CapacityReservation*', 'EC2::Host', 'EC2::PlacementGroup'],
  ]),
  leftOut('image-factory-left-out', 'it builds images by itself, which outlive the replica', ['ImageBuilder::*']),
  changed('host-unguarded', 'disabled', 'it can be stopped and deleted', {
    'EC2::Instance': {
      replace: { DisableApiTermination: false, DisableApiStop: false, Tenancy: 'default', Monitoring: false },
      unset: own,
    },
    'EC2::LaunchTemplate': {
      replace: {
        'LaunchTemplateData.DisableApiTermination': false,
        'LaunchTemplateData.DisableApiStop': false,
        'LaunchTemplateData.Monitoring.Enabled': false,
      },
      unset: templateOwn,
    },
    'AutoScaling::LaunchConfiguration': { replace: { PlacementTenancy: 'default', InstanceMonitoring: false } },
  }),
  {
    name: 'key-pair-known',
    types: hosts,
    decide: (_, context) => ({ kind: 'disabled', reason: 'nobody has a key to it', edit: onlyOwn(['KeyName'], context) }),
  },
  {
    name: 'host-role-known',
    types: hosts,
    decide: (_, context) => ({
      kind: 'disabled',
      reason: 'its role was production’s, and could change production',
      edit: onlyOwn(['IamInstanceProfile', 'IamInstanceProfile.Name', 'IamInstanceProfile.Arn'], context),
    }),
  },
  { name: 'instance-smallest', types: Object.keys(instanceTypes), decide: smallest },
  changed('interface-own-address', 'disabled', 'it gets an address of its own', {
    'EC2::NetworkInterface': { unset: ['PrivateIpAddress', 'PrivateIpAddresses', 'Ipv6Addresses', 'Ipv4Prefixes', 'Ipv6Prefixes'] },
  }),
  changed('volume-plain', 'shrunk', 'it is made for one host, without capacity that is paid for apart', {
    'EC2::Volume': { replace: { MultiAttachEnabled: false }, unset: ['VolumeInitializationRate'] },
  }),
]

/** Names of other resources, also in a launch template: those that the replica has not are taken away. */
function onlyOwn(names: readonly string[], { isInReplica }: RuleContext): Record<string, Edit> {
  const own = (value: JsonValue | undefined) => (isPlain(value) || isInReplica(value) ? value : undefined)
  const paths = names.flatMap((name) => [name, `LaunchTemplateData.${name}`])
  return Object.fromEntries(paths.map((path) => [path, own]))
}

/** A map of properties, which is looked into by paths of their own. */
function isPlain(value: JsonValue | undefined): boolean {
  return isMap(value) && callOf(value) === undefined
}

function smallest({ Type, Properties }: Subject, context: RuleContext): Outcome | undefined {
  const places = instanceTypes[Type]
  if (places === undefined || context.size === 'same') return undefined
  const edit = (value: JsonValue | undefined): JsonValue | undefined => sizedTo(context.foldText(value), context) ?? value
  const type = sizedTo(context.foldText(Properties.InstanceType), context)
  const isSmall = Type === 'AWS::EC2::Instance' && type === undefined
  return {
    kind: 'shrunk',
    reason: type === undefined ? 'the instance type is the smallest that starts the same image' : `the instance type is ${type}`,
    edit: Object.fromEntries(places.paths.map((path) => [path, edit])),
    unset: isSmall ? [] : (places.unset ?? []),
  }
}

const alreadySmall = /\.(nano|micro)$/

/** Of the same processor family as production's, so that the same image starts; undefined where nothing changes. */
export function sizedTo(current: string | undefined, { size }: RuleContext, small = 'micro'): string | undefined {
  if (size === 'same') return undefined
  if (size !== 'smallest') return size.chosen
  if (current === undefined || alreadySmall.test(current)) return undefined
  const family = current.split('.')[0] ?? ''
  if (family.startsWith('mac')) return undefined
  return family === 'a1' || /^[a-z]+\d+[a-z]*g/.test(family) ? `t4g.${small}` : `t3.${small}`
}
