import type { JsonValue } from '../../production/json.ts'
import { changed, leftOut, type Outcome, type Rule, type RuleContext, type Subject } from '../decide/rule.ts'
import { empty, isRestored, restored, snapshotOf } from './database-data.ts'

const otherSources = [
  ...['SourceDBInstanceIdentifier', 'SourceDbiResourceId', 'SourceRegion', 'SourceDBInstanceAutomatedBackupsArn', 'RestoreTime'],
  ...['UseLatestRestorableTime', 'DBClusterSnapshotIdentifier', 'SourceDBClusterIdentifier', 'BackupTarget', 'ReplicaMode'],
]
/** Properties that a restore takes from the snapshot and must not be given. */
const forbidden = [
  ...['MasterUsername', 'DBName', 'KmsKeyId', 'StorageEncrypted', 'CharacterSetName', 'NcharCharacterSetName', 'Timezone'],
  ...['DBSystemId', 'TdeCredentialArn', 'TdeCredentialPassword', ...otherSources],
]
const extras = [
  ...['MonitoringInterval', 'MonitoringRoleArn', 'EnablePerformanceInsights', 'PerformanceInsightsKMSKeyId', 'DatabaseInsightsMode'],
  ...['PerformanceInsightsRetentionPeriod', 'EnableCloudwatchLogsExports', 'AutomaticBackupReplicationRegion', 'PreferredBackupWindow'],
  ...[
    'AutomaticBackupReplicationKmsKeyId',
    'AutomaticBackupReplicationRetentionPeriod',
    'MaxAllocatedStorage',
    'DedicatedLogVolume',
    'AdditionalStorageVolumes',
  ],
  // A directory that production's databases have joined.
  ...['Domain', 'DomainAuthSecretArn', 'DomainDnsIps', 'DomainFqdn', 'DomainIAMRoleName', 'DomainOu'],
]
const unguarded = { DeletionProtection: false, BackupRetentionPeriod: 0, DeleteAutomatedBackups: true, MultiAZ: false }
const leastStorageGiB = 20

/** RDS instances. Never a read replica of production, never a copy of its password. */
export const rdsRules: readonly Rule[] = [
  leftOut('region-left-out', 'it spans regions, which a replica does not', [
    ...['RDS::GlobalCluster', 'DocDB::GlobalCluster', 'Neptune::GlobalCluster'],
  ]),
  leftOut('database-news-left-out', 'it tells the people on call', [
    ...['RDS::EventSubscription', 'DocDB::EventSubscription', 'Neptune::EventSubscription'],
  ]),
  leftOut('database-copy-left-out', 'it copies or changes a whole database, and what it leaves is paid for', [
    ...[
      'RDS::Integration',
      'DocDBElastic::ClusterSnapshot',
      'NeptuneGraph::GraphSnapshot',
      'RDS::CustomDBEngineVersion',
      'RDS::Deployment',
      'RDS::DBSecurityGroup',
      'RDS::DBShardGroup',
    ],
  ]),
  { name: 'one-of-many', types: ['AWS::RDS::DBInstance'], decide: leaveReplicaOut },
  {
    name: 'rds-restored',
    types: ['AWS::RDS::DBInstance'],
    decide: (subject, context) => (isMember(subject) ? undefined : withData(subject, context)),
  },
  {
    name: 'rds-unguarded',
    types: ['AWS::RDS::DBInstance'],
    decide: (subject) => ({
      kind: 'shrunk',
      reason: 'no protection, backups, second zone, monitoring or public address',
      set: { ...(isMember(subject) ? {} : unguarded), PubliclyAccessible: false },
      unset: isMember(subject) ? [...extras, 'MultiAZ', 'BackupRetentionPeriod', 'DeletionProtection'] : extras,
    }),
  },
  { name: 'rds-smallest', types: ['AWS::RDS::DBInstance'], decide: smallest },
  changed('database-snapshot-own', 'kept', 'it is taken of the replica’s own database and deleted with it', {
    'RDS::DBSnapshot': {},
    'RDS::ClusterSnapshot': {},
    'RDS::DBClusterSnapshot': {},
  }),
]

/** A read replica: where its source is in the replica, that answers in its place; where not, nothing is copied from it. */
function leaveReplicaOut({ logicalId, Properties }: Subject, context: RuleContext): Outcome | undefined {
  const source = Properties.SourceDBInstanceIdentifier ?? Properties.SourceDBClusterIdentifier
  if (source === undefined || isRestored(context)) return undefined
  const sibling = siblingOf(source, context)
  if (sibling !== undefined) {
    return { kind: 'dropped', reason: `one instance of what was many: ${sibling} stands in for it`, standIns: { [logicalId]: sibling } }
  }
  return context.isInReplica(source) || Properties.Engine === undefined
    ? { kind: 'dropped', reason: 'it is a copy of another database, which a replica does not read' }
    : undefined
}

function siblingOf(source: JsonValue, { facts }: RuleContext): string | undefined {
  const name = typeof source === 'object' && source !== null && !Array.isArray(source) ? source.Ref : undefined
  return typeof name === 'string' && facts.resource(name)?.Type === 'AWS::RDS::DBInstance' ? name : undefined
}

/** Restored where replica.yml names it as a store with data; otherwise new. */
function withData(subject: Subject, context: RuleContext): Outcome {
  if (!isRestored(context))
    return empty(subject, context, [...otherSources, 'DBSnapshotIdentifier', 'KmsKeyId'], lessStorage(subject, context))
  const id = snapshotOf(context)
  const set = { DBSnapshotIdentifier: id, ...enoughStorage(subject, context) }
  return restored(subject, { set, unset: forbidden, reason: `restored from ${id}` })
}

/** A restore cannot make the storage smaller than the snapshot's. */
function enoughStorage({ Properties }: Subject, context: RuleContext): Record<string, JsonValue> {
  const wanted = Number(context.foldText(Properties.AllocatedStorage))
  const least = context.store?.snapshot?.sizeGiB ?? 0
  return wanted < least ? { AllocatedStorage: String(least) } : {}
}

function lessStorage({ Properties }: Subject, { foldText, size }: RuleContext): Record<string, JsonValue> {
  const wanted = Number(foldText(Properties.AllocatedStorage))
  return size !== 'same' && wanted > leastStorageGiB ? { AllocatedStorage: String(leastStorageGiB) } : {}
}

function smallest(subject: Subject, context: RuleContext): Outcome | undefined {
  const instanceClass = classFor(subject, context)
  if (instanceClass === undefined) return undefined
  const storage = isMember(subject) ? undefined : cheapStorage(subject, context)
  return {
    kind: 'shrunk',
    reason: `the instance class is ${instanceClass}`,
    set: { DBInstanceClass: instanceClass, ...storage?.set },
    // A small class has no processors to choose from.
    unset: ['ProcessorFeatures', 'UseDefaultProcessorFeatures', ...(storage?.unset ?? [])],
  }
}

/** Provisioned IOPS give way to general storage, which takes 20 GiB and more. */
function cheapStorage({ Properties }: Subject, { foldText, size }: RuleContext) {
  const type = foldText(Properties.StorageType) ?? (Properties.Iops === undefined ? '' : 'io1')
  const isEnough = Number(foldText(Properties.AllocatedStorage)) >= leastStorageGiB
  if (size !== 'smallest' || !/^(io1|io2|gp3)$/.test(type) || !isEnough) return undefined
  return { set: { StorageType: 'gp3' }, unset: ['Iops', 'StorageThroughput'] }
}

function classFor(subject: Subject, context: RuleContext): string | undefined {
  if (context.size === 'same') return undefined
  if (context.size !== 'smallest') return context.size.chosen
  const current = context.foldText(subject.Properties.DBInstanceClass)
  if (current === 'db.serverless') return undefined
  const engine = context.foldText(subject.Properties.Engine) ?? ''
  if (engine.startsWith('aurora') || isMember(subject)) return 'db.t4g.medium'
  return /^(oracle|sqlserver|db2|custom)/.test(engine) ? 'db.t3.small' : 'db.t4g.micro'
}

/** Of a cluster, which says what its instances must not. */
function isMember({ Properties: { DBClusterIdentifier, Engine } }: Subject): boolean {
  return DBClusterIdentifier !== undefined || (typeof Engine === 'string' && Engine.startsWith('aurora'))
}
