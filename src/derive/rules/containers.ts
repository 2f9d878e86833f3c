import type { JsonValue } from '../../production/json.ts'
import { atMost } from '../decide/edit.ts'
import { changed, leftOut, type Outcome, type Rule, type RuleContext, type Subject } from '../decide/rule.ts'

/** ECS, EKS, ECR and Cloud Map. */
export const containerRules: readonly Rule[] = [
  { name: 'service-of-one', types: ['AWS::ECS::Service'], decide: oneTask },
  changed('service-without-discovery', 'disabled', 'nobody finds it by production’s names', {
    'ECS::Service': {
      unset: ['VpcLatticeConfigurations', 'DeploymentController', 'DeploymentConfiguration.Alarms', 'AvailabilityZoneRebalancing'],
    },
  }),
  {
    name: 'service-in-own-namespace',
    types: ['AWS::ECS::Service', 'AWS::ECS::Cluster'],
    decide: ({ Type }, { isInReplica }) => {
      const own = (value: JsonValue | undefined) => (isInReplica(value) ? value : undefined)
      const namespace = (value: JsonValue | undefined) => (isInReplica(namespaceOf(value)) ? value : undefined)
      const edit =
        Type === 'AWS::ECS::Cluster'
          ? { ServiceConnectDefaults: namespace }
          : { ServiceConnectConfiguration: namespace, ServiceRegistries: own }
      return { kind: 'disabled', reason: 'its namespace is production’s', edit }
    },
  },
  changed('provider-unguarded', 'disabled', 'nothing keeps its hosts from being stopped', {
    'ECS::CapacityProvider': { replace: { 'AutoScalingGroupProvider.ManagedTerminationProtection': 'DISABLED' } },
  }),
  changed('namespace-unwatched', 'disabled', 'nobody checks its health', { 'ServiceDiscovery::Service': { unset: ['HealthCheckConfig'] } }),
  changed('repository-empty', 'stubbed', 'production’s images are not copied into it, and it can be deleted with what it holds', {
    'ECR::Repository': { set: { EmptyOnDelete: true } },
  }),
  leftOut(
    'registry-setting-left-out',
    'an account has one of it: a second would replace production’s, and deleting it would turn that off',
    [
      ...['ECR::ReplicationConfiguration', 'ECR::RegistryPolicy', 'ECR::PullThroughCacheRule', 'ECR::RegistryScanningConfiguration'],
      ...['ECR::SigningConfiguration', 'ECR::PullTimeUpdateExclusion', 'ECR::RepositoryCreationTemplate'],
    ],
  ),
  leftOut('public-repository-left-out', 'everybody would see what it holds', ['ECR::PublicRepository']),
  changed('kubernetes-unguarded', 'disabled', 'it can be deleted, and is reached from inside the replica’s network alone', {
    'EKS::Cluster': {
      replace: { DeletionProtection: false },
      set: { 'ResourcesVpcConfig.EndpointPublicAccess': false, 'ResourcesVpcConfig.EndpointPrivateAccess': true },
      unset: ['ResourcesVpcConfig.PublicAccessCidrs', 'Logging', 'ControlPlaneScalingConfig', 'RemoteNetworkConfig'],
    },
    // Remote access without source groups opens SSH to everybody.
    'EKS::Nodegroup': { unset: ['RemoteAccess', 'WarmPoolConfig'] },
  }),
  {
    name: 'nodes-of-one',
    types: ['AWS::EKS::Nodegroup'],
    decide: ({ Properties }, context) => ({
      kind: 'shrunk',
      reason: 'one node',
      replace: context.size === 'same' ? {} : { InstanceTypes: [nodeType(Properties, context)] },
      set: { ScalingConfig: { MinSize: 1, MaxSize: 1, DesiredSize: 1 } },
    }),
  },
]

function oneTask({ Properties }: Subject, { foldText }: RuleContext): Outcome | undefined {
  const isDaemon = foldText(Properties.SchedulingStrategy) === 'DAEMON'
  return isDaemon ? undefined : { kind: 'shrunk', reason: 'one task', edit: { DesiredCount: atMost(1) } }
}

function namespaceOf(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value.Namespace : undefined
}

/** Of the same processor family as production's nodes. */
function nodeType(properties: Record<string, JsonValue>, { fold, foldText, size }: RuleContext): string {
  if (size !== 'smallest' && size !== 'same') return size.chosen
  const types = fold(properties.InstanceTypes)
  const first = Array.isArray(types) ? String(types[0]) : ''
  const isArm = /ARM/.test(foldText(properties.AmiType) ?? '') || /^(a1|[a-z]+\d+[a-z]*g)/.test(first.split('.')[0] ?? '')
  return isArm ? 't4g.medium' : 't3.medium'
}
