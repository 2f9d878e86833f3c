import type { JsonValue } from '../../production/json.ts'
import { isMap } from '../decide/edit.ts'
import { changed, type Rule, type RuleContext } from '../decide/rule.ts'

const capacities = ['ProvisionedThroughput', 'OnDemandThroughput', 'WarmThroughput']
const globalCapacities = [
  ...['WriteProvisionedThroughputSettings', 'ReadProvisionedThroughputSettings', 'WriteOnDemandThroughputSettings'],
  ...['ReadOnDemandThroughputSettings', 'WarmThroughput'],
]

/** Tables that start empty, are paid by use and live in one region. */
export const dynamodbRules: readonly Rule[] = [
  changed('table-unguarded', 'disabled', 'no protection, no backups, and nothing is imported or streamed out', {
    'DynamoDB::Table': {
      replace: { DeletionProtectionEnabled: false },
      unset: [
        'PointInTimeRecoverySpecification',
        'ImportSourceSpecification',
        'ContributorInsightsSpecification',
        'KinesisStreamSpecification',
      ],
    },
    'DynamoDB::GlobalTable': {
      replace: { 'Replicas.*.DeletionProtectionEnabled': false },
      unset: [
        ...['MultiRegionConsistency', 'GlobalTableWitnesses', 'GlobalTableSourceArn', 'Replicas.*.PointInTimeRecoverySpecification'],
        ...['Replicas.*.KinesisStreamSpecification', 'Replicas.*.ContributorInsightsSpecification'],
      ],
    },
    'Cassandra::Table': { replace: { PointInTimeRecoveryEnabled: false }, unset: ['ReplicaSpecifications', 'AutoScalingSpecifications'] },
    'Cassandra::Keyspace': { unset: ['ReplicationSpecification'] },
  }),
  changed('table-by-use', 'shrunk', 'it is paid by use, with no capacity of its own', {
    'DynamoDB::Table': {
      set: { BillingMode: 'PAY_PER_REQUEST' },
      unset: [...capacities, ...capacities.map((name) => `GlobalSecondaryIndexes.*.${name}`)],
    },
    'DynamoDB::GlobalTable': {
      set: { BillingMode: 'PAY_PER_REQUEST' },
      unset: globalCapacities.flatMap((name) => [
        ...[name, `GlobalSecondaryIndexes.*.${name}`, `Replicas.*.${name}`, `Replicas.*.GlobalSecondaryIndexes.*.${name}`],
      ]),
    },
    'Cassandra::Table': { set: { BillingMode: { Mode: 'ON_DEMAND' } } },
  }),
  {
    name: 'table-in-one-region',
    types: ['AWS::DynamoDB::GlobalTable'],
    decide: (_, context) => ({
      kind: 'shrunk',
      reason: 'it lives in the replica’s region alone',
      edit: { Replicas: (replicas) => localOnly(replicas, context) },
    }),
  },
  changed('cache-of-one', 'shrunk', 'one small node', {
    'DAX::Cluster': { set: { ReplicationFactor: 1, NodeType: 'dax.t3.small' }, unset: ['AvailabilityZones', 'NotificationTopicARN'] },
  }),
]

/** A table without a copy in the region gets its first one there. */
function localOnly(replicas: JsonValue | undefined, { foldText, region }: RuleContext): JsonValue | undefined {
  if (!Array.isArray(replicas)) return replicas
  const local = replicas.filter((each) => isMap(each) && foldText(each.Region) === region)
  const [first] = replicas
  if (local.length > 0 || !isMap(first)) return local.length === replicas.length || local.length === 0 ? replicas : local
  return [{ ...first, Region: { Ref: 'AWS::Region' } }]
}
