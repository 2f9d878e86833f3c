import { type Charge, chargeHourly, chargeInstances, chargeMonthly, type Priced, type Pricers, recordOf } from '../charge.ts'

/** Keys, secrets, alarms; streams, brokers and file systems. */
export const otherPricers: Pricers = {
  'AWS::KMS::Key': () => [chargeMonthly('key', 'kms-key')],
  'AWS::SecretsManager::Secret': () => [chargeMonthly('secret', 'secret')],
  'AWS::CloudWatch::Alarm': () => [chargeMonthly('alarm', 'alarm')],
  'AWS::CloudWatch::Dashboard': () => [chargeMonthly('dashboard', 'dashboard')],
  'AWS::WAFv2::WebACL': () => [chargeMonthly('web ACL', 'web-acl'), { unpriced: 'its rules and requests' }],
  'AWS::Kinesis::Stream': ({ properties, text, number }) => {
    const isOnDemand = text(recordOf(properties.StreamModeDetails).StreamMode) === 'ON_DEMAND'
    const shards = number(properties.ShardCount) ?? 1
    return [
      isOnDemand ? chargeHourly('stream', 'kinesis-on-demand', 'hour') : chargeHourly(`${shards} shards`, 'kinesis-shard', 'hour', shards),
    ]
  },
  'AWS::MSK::Cluster': ({ properties, text, number }) => {
    const { InstanceType, StorageInfo } = recordOf(properties.BrokerNodeGroupInfo)
    const brokers = number(properties.NumberOfBrokerNodes) ?? 1
    const gibibytes = brokers * (number(recordOf(recordOf(StorageInfo).EBSStorageInfo).VolumeSize) ?? 1000)
    return [
      chargeInstances('msk', text(InstanceType), 'hour', brokers),
      chargeMonthly(`${gibibytes} GB of volumes`, 'msk-storage', gibibytes),
    ]
  },
  'AWS::AmazonMQ::Broker': ({ properties, text }) => {
    return [chargeInstances('mq', text(properties.HostInstanceType), 'hour', brokerCounts.get(text(properties.DeploymentMode) ?? '') ?? 1)]
  },
  'AWS::DMS::ReplicationInstance': ({ properties, text }) => [chargeInstances('dms', text(properties.ReplicationInstanceClass), 'hour')],
  'AWS::MWAA::Environment': ({ properties, text }) => [chargeInstances('mwaa', text(properties.EnvironmentClass) ?? 'mw1.small', 'minute')],
  'AWS::SageMaker::NotebookInstance': ({ properties, text }) => [chargeInstances('notebook', text(properties.InstanceType), 'minute')],
  'AWS::DirectoryService::SimpleAD': ({ properties, text }) => [directory('simple', text(properties.Size))],
  'AWS::DirectoryService::MicrosoftAD': ({ properties, text }) => [directory('microsoft', text(properties.Edition) ?? 'standard')],
  'AWS::FSx::FileSystem': fileSystem,
  'AWS::CloudFormation::CustomResource': () => [{ unpriced: 'what it makes is not known' }],
}

function directory(kind: string, size: string | undefined): Charge {
  return chargeInstances('directory', size === undefined ? undefined : `${kind}.${size.toLowerCase()}`, 'hour')
}

const brokerCounts: ReadonlyMap<string, number> = new Map([
  ['ACTIVE_STANDBY_MULTI_AZ', 2],
  ['CLUSTER_MULTI_AZ', 3],
])

function fileSystem({ properties, text, number }: Priced): Charge[] {
  const gibibytes = number(properties.StorageCapacity)
  const type = text(properties.FileSystemType)
  if (gibibytes === undefined) return [{ unpriced: 'its storage, which is as large as its backup' }]
  if (type === 'WINDOWS' && text(properties.StorageType) !== 'HDD') {
    const throughput = number(recordOf(properties.WindowsConfiguration).ThroughputCapacity) ?? 8
    return [
      chargeMonthly(`${gibibytes} GB SSD`, 'fsx-windows-ssd', gibibytes),
      chargeMonthly(`${throughput} MB/s`, 'fsx-windows-mbps', throughput),
    ]
  }
  const isScratch = (text(recordOf(properties.LustreConfiguration).DeploymentType) ?? 'SCRATCH_1').startsWith('SCRATCH')
  if (type === 'LUSTRE' && isScratch) return [chargeMonthly(`${gibibytes} GB scratch`, 'fsx-lustre-scratch', gibibytes)]
  return [{ unpriced: `the price file has no ${type ?? 'such'} file system` }]
}
