import type { JsonValue } from '../../production/json.ts'
import { changed, leftOut, type Outcome, type Rule, type RuleContext, type Subject, shrunk } from '../decide/rule.ts'
import { newPassword } from '../passwords/secret.ts'

const snapshots = ['SnapshotArns', 'SnapshotName', 'FinalSnapshotName', 'SnapshotRetentionLimit', 'SnapshotWindow']
const quiet = ['NotificationTopicArn', 'LogDeliveryConfigurations', 'SnsTopicArn']

/** ElastiCache and MemoryDB: one small node that starts empty. */
export const cacheRules: readonly Rule[] = [
  leftOut('region-left-out', 'it spans regions, which a replica does not', [
    ...['ElastiCache::GlobalReplicationGroup', 'MemoryDB::MultiRegionCluster'],
  ]),
  leftOut('cache-snapshot-left-out', 'what it keeps outlives the replica', [
    ...['ElastiCache::ServerlessCacheSnapshot', 'ElastiCache::Snapshot', 'MemoryDB::Snapshot', 'ElastiCache::SecurityGroup*'],
  ]),
  changed('cache-starts-empty', 'stubbed', 'it starts empty, keeps no snapshots and tells nobody', {
    'ElastiCache::ReplicationGroup': {
      unset: [...snapshots, ...quiet, 'SnapshottingClusterId', 'GlobalReplicationGroupId', 'PrimaryClusterId'],
    },
    'ElastiCache::CacheCluster': { unset: [...snapshots, ...quiet] },
    'ElastiCache::ServerlessCache': { unset: [...snapshots, 'SnapshotArnsToRestore', 'DailySnapshotTime'] },
    'MemoryDB::Cluster': { unset: [...snapshots, ...quiet, 'MultiRegionClusterName'] },
  }),
  { name: 'cache-of-one', types: ['AWS::ElastiCache::ReplicationGroup'], decide: oneNode },
  shrunk('cache-smallest', 'one small node', {
    'ElastiCache::CacheCluster': {
      set: { CacheNodeType: 'cache.t4g.micro', NumCacheNodes: 1 },
      unset: ['AZMode', 'PreferredAvailabilityZone', 'PreferredAvailabilityZones'],
    },
    'ElastiCache::ServerlessCache': { unset: ['CacheUsageLimits'] },
    'MemoryDB::Cluster': { set: { NumShards: 1, NumReplicasPerShard: 0, NodeType: 'db.t4g.small' }, unset: ['DataTiering'] },
  }),
  {
    name: 'cache-password',
    types: ['AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::User', 'AWS::MemoryDB::User'],
    decide: ({ logicalId, Properties }) => {
      const password = newPassword(logicalId)
      if (Properties.AuthToken !== undefined) return renewed({ AuthToken: password.value }, password)
      if (Properties.Passwords !== undefined) return renewed({ Passwords: [password.value] }, password)
      const path = 'AuthenticationMode.Passwords'
      const isGiven = JSON.stringify(Properties.AuthenticationMode ?? '').includes('"Passwords"')
      return isGiven ? renewed({ [path]: [password.value] }, password) : undefined
    },
  },
]

function renewed(set: Record<string, JsonValue>, { add }: ReturnType<typeof newPassword>): Outcome {
  return { kind: 'stubbed', reason: 'a password of its own', set, add }
}

/** With shards, ElastiCache insists on failover; without, failover would need a second node. */
function oneNode({ Properties }: Subject, { foldText, size }: RuleContext): Outcome | undefined {
  if (size === 'same') return undefined
  const { ReplicationGroupId: _, ...given } = Properties
  const isSharded =
    foldText(given.ClusterMode) === 'enabled' ||
    Number(foldText(given.NumNodeGroups)) > 1 ||
    /cluster\.on/.test(foldText(given.CacheParameterGroupName) ?? '') ||
    given.NodeGroupConfiguration !== undefined
  const type = size === 'smallest' ? nodeType(foldText(given.EngineVersion)) : size.chosen
  const unset = ['NodeGroupConfiguration', 'PreferredCacheClusterAZs', 'DataTieringEnabled', 'MultiAZEnabled']
  const set: Record<string, JsonValue> = isSharded
    ? { CacheNodeType: type, NumNodeGroups: 1, ReplicasPerNodeGroup: 0 }
    : { CacheNodeType: type, NumCacheClusters: 1, AutomaticFailoverEnabled: false }
  const others = isSharded ? ['NumCacheClusters'] : ['NumNodeGroups', 'ReplicasPerNodeGroup']
  return { kind: 'shrunk', reason: `one ${type} node`, set, unset: [...unset, ...others] }
}

/** Old engines do not run on ARM. */
function nodeType(version: string | undefined): string {
  return version !== undefined && Number.parseInt(version, 10) < 6 ? 'cache.t3.micro' : 'cache.t4g.micro'
}
