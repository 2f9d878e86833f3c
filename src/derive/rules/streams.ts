import type { JsonValue } from '../../production/json.ts'
import { atMost } from '../decide/edit.ts'
import { changed, leftOut, type Outcome, type Rule, type RuleContext, type Subject, shrunk } from '../decide/rule.ts'
import { valueAt } from '../names/fixed-names.ts'
import { newPassword } from '../passwords/secret.ts'

const firehoseSources = ['KinesisStreamSourceConfiguration.KinesisStreamARN', 'MSKSourceConfiguration.MSKClusterARN']
const firehoseTargets = [
  ...[
    'S3DestinationConfiguration.BucketARN',
    'ExtendedS3DestinationConfiguration.BucketARN',
    'IcebergDestinationConfiguration.CatalogConfiguration',
  ],
  ...['RedshiftDestinationConfiguration.ClusterJDBCURL', 'ElasticsearchDestinationConfiguration.DomainARN'],
  ...['ElasticsearchDestinationConfiguration.ClusterEndpoint', 'AmazonopensearchserviceDestinationConfiguration.DomainARN'],
  ...['AmazonopensearchserviceDestinationConfiguration.ClusterEndpoint'],
  ...['AmazonOpenSearchServerlessDestinationConfiguration.CollectionEndpoint'],
  ...['HttpEndpointDestinationConfiguration.EndpointConfiguration.Url', 'SplunkDestinationConfiguration.HECEndpoint'],
  ...['SnowflakeDestinationConfiguration.AccountUrl', 'DatabaseSourceConfiguration.DatabaseEndpoint'],
]

/** Kinesis, Firehose, Kafka and MQ. */
export const streamRules: readonly Rule[] = [
  changed('stream-of-one', 'shrunk', 'one shard', {
    'Kinesis::Stream': {
      edit: { ShardCount: atMost(1) },
      unset: ['DesiredShardLevelMetrics', 'WarmThroughputMiBps'],
    },
  }),
  { name: 'delivery-left-out', types: ['AWS::KinesisFirehose::DeliveryStream'], decide: leadsOutside },
  leftOut('connector-left-out', 'it takes production’s messages, or brings them to somebody else', [
    ...['KafkaConnect::*', 'MSK::Replicator', 'MSK::VpcConnection', 'KinesisAnalytics*', 'KinesisVideo::*'],
  ]),
  { name: 'kafka-smallest', types: ['AWS::MSK::Cluster'], decide: smallestKafka },
  changed('kafka-closed', 'disabled', 'it has no public address and logs nowhere', {
    'MSK::Cluster': { unset: ['BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess', 'LoggingInfo'] },
  }),
  { name: 'broker-of-one', types: ['AWS::AmazonMQ::Broker'], decide: oneBroker },
  {
    name: 'broker-password',
    types: ['AWS::AmazonMQ::Broker'],
    decide: ({ logicalId, Properties }) => {
      if (Properties.Users === undefined) return undefined
      const password = newPassword(logicalId)
      return { kind: 'stubbed', reason: 'passwords of its own', replace: { 'Users.*.Password': password.value }, add: password.add }
    },
  },
  shrunk('compute-smallest', 'the least capacity', { 'EMRServerless::Application': { unset: ['InitialCapacity', 'MaximumCapacity'] } }),
]

function leadsOutside({ Properties }: Subject, { isInReplica }: RuleContext): Outcome | undefined {
  const isOutside = [...firehoseSources, ...firehoseTargets].some((path) => !isInReplica(valueAt(Properties, path)))
  return isOutside ? { kind: 'dropped', reason: 'it moves data into or out of production' } : undefined
}

/** As many brokers as subnets is the least that Kafka allows. */
function smallestKafka({ Properties }: Subject, { foldText, fold, size }: RuleContext): Outcome | undefined {
  if (size === 'same') return undefined
  const subnets = valueAt(Properties, 'BrokerNodeGroupInfo.ClientSubnets')
  const listed = Array.isArray(subnets) ? subnets : fold(subnets)
  const current = foldText(valueAt(Properties, 'BrokerNodeGroupInfo.InstanceType')) ?? ''
  const isExpress = current.startsWith('express.')
  const type = size !== 'smallest' ? size.chosen : isExpress ? 'express.m7g.large' : 'kafka.t3.small'
  const storage = 'BrokerNodeGroupInfo.StorageInfo.EBSStorageInfo'
  return {
    kind: 'shrunk',
    reason: `one ${type} broker for each subnet, which is the least`,
    replace: { 'BrokerNodeGroupInfo.InstanceType': type, [`${storage}.VolumeSize`]: 10, EnhancedMonitoring: 'DEFAULT' },
    set: Array.isArray(listed) ? { NumberOfBrokerNodes: listed.length } : {},
    unset: [`${storage}.ProvisionedThroughput`, 'StorageMode'],
  }
}

function oneBroker({ Properties }: Subject, { foldText, size }: RuleContext): Outcome {
  const isSmall = size !== 'same'
  const current = foldText(Properties.HostInstanceType) ?? ''
  const type = size !== 'smallest' && size !== 'same' ? size.chosen : /^mq\.m7g/.test(current) ? 'mq.m7g.medium' : 'mq.t3.micro'
  return {
    kind: 'shrunk',
    reason: 'one broker without a public address, and no logs or copies',
    set: { PubliclyAccessible: false, ...(isSmall ? { DeploymentMode: 'SINGLE_INSTANCE', HostInstanceType: type } : {}) },
    unset: ['DataReplicationMode', 'DataReplicationPrimaryBrokerArn', 'Logs', ...(isSmall ? ['StorageType'] : [])],
    edit: isSmall ? { SubnetIds: (value) => (Array.isArray(value) ? value.slice(0, 1) : firstOf(value)) } : {},
  }
}

function firstOf(value: JsonValue | undefined): JsonValue | undefined {
  return value === undefined ? undefined : [{ 'Fn::Select': [0, value] }]
}
