import { atMost } from '../decide/edit.ts'
import { changed, type Rule, shrunk } from '../decide/rule.ts'

/** What guards resources of the remaining services against deletion, or makes them wait, large or seen from outside. */
export const protectionRules: readonly Rule[] = [
  changed('protection-off', 'disabled', 'nothing may keep it from being deleted', {
    'AppConfig::ConfigurationProfile': { replace: { DeletionProtectionCheck: 'BYPASS' } },
    'AppConfig::Environment': { replace: { DeletionProtectionCheck: 'BYPASS' }, unset: ['Monitors'] },
    'Bedrock::AutomatedReasoningPolicy': { replace: { ForceDelete: true } },
    'DSQL::Cluster': { replace: { DeletionProtectionEnabled: false }, unset: ['MultiRegionProperties'] },
    'DocDBElastic::Cluster': { replace: { BackupRetentionPeriod: 1 }, unset: ['PreferredBackupWindow'] },
    'ECS::Gateway': { replace: { DeletionProtection: false } },
    'Location::APIKey': { replace: { ForceDelete: true } },
    'NeptuneGraph::Graph': { replace: { DeletionProtection: false, PublicConnectivity: false, ReplicaCount: 0 } },
    'QLDB::Ledger': { replace: { DeletionProtection: false } },
    'VerifiedPermissions::PolicyStore': { replace: { DeletionProtection: { Mode: 'DISABLED' } } },
  }),
  shrunk('capacity-smallest', 'the least capacity', {
    'DocDBElastic::Cluster': { replace: { ShardCount: 1, ShardCapacity: 2, ShardInstanceCount: 1 } },
    'Timestream::InfluxDBInstance': {
      replace: { DbInstanceType: 'db.influx.medium', DeploymentType: 'SINGLE_AZ' },
      edit: { AllocatedStorage: atMost(20) },
    },
    'Timestream::InfluxDBCluster': { replace: { DbInstanceType: 'db.influx.medium' }, edit: { AllocatedStorage: atMost(20) } },
  }),
  changed('database-closed', 'disabled', 'it has no public address and logs nowhere', {
    'Timestream::InfluxDBInstance': { replace: { PubliclyAccessible: false }, unset: ['LogDeliveryConfiguration'] },
    'Timestream::InfluxDBCluster': { replace: { PubliclyAccessible: false }, unset: ['LogDeliveryConfiguration'] },
  }),
  changed('one-region', 'disabled', 'it lives in the replica’s region alone', { 'Lex::Bot': { unset: ['Replication'] } }),
  changed('schedule-removed', 'disabled', 'it would do production’s work a second time', {
    'IoTAnalytics::Dataset': { unset: ['Triggers'] },
    'EMRServerless::Application': { unset: ['SchedulerConfiguration'] },
  }),
]
