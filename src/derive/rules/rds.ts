import type { JsonValue } from '../../production/json.ts'
import { change, type Outcome, type Rule, type RuleContext, type Subject } from '../rule.ts'
import { newPassword } from './password.ts'

/** Properties that a restore takes from the snapshot and must not be given. */
const forbiddenForInstance = [
  ...['MasterUsername', 'DBName', 'KmsKeyId', 'StorageEncrypted', 'CharacterSetName', 'NcharCharacterSetName', 'Timezone'],
  ...['SourceDBInstanceIdentifier', 'SourceDbiResourceId', 'SourceRegion', 'SourceDBInstanceAutomatedBackupsArn', 'RestoreTime'],
  ...['UseLatestRestorableTime', 'DBClusterSnapshotIdentifier', 'BackupTarget'],
]
const forbiddenForCluster = [
  ...['MasterUsername', 'DatabaseName', 'KmsKeyId', 'StorageEncrypted', 'GlobalClusterIdentifier', 'ReplicationSourceIdentifier'],
  ...['SourceDBClusterIdentifier', 'SourceRegion', 'RestoreType', 'RestoreToTime', 'UseLatestRestorableTime'],
]
const managedPassword = ['ManageMasterUserPassword', 'MasterUserSecret', 'MasterUserAuthenticationType']
const monitoring = [
  ...['MonitoringInterval', 'MonitoringRoleArn', 'EnablePerformanceInsights', 'PerformanceInsightsKMSKeyId', 'DatabaseInsightsMode'],
  ...['PerformanceInsightsRetentionPeriod', 'PerformanceInsightsEnabled', 'PerformanceInsightsKmsKeyId', 'EnableCloudwatchLogsExports'],
]
const otherRegions = ['AutomaticBackupReplicationRegion', 'AutomaticBackupReplicationKmsKeyId', 'AutomaticBackupReplicationRetentionPeriod']

/** Never a read replica of production, never a copy of its password. */
export const rdsRules: readonly Rule[] = [
  {
    name: 'rds-restored',
    types: ['AWS::RDS::DBInstance'],
    decide: (subject, context) =>
      isMember(subject) ? undefined : withData(subject, context, 'DBSnapshotIdentifier', forbiddenForInstance),
  },
  {
    name: 'aurora-restored',
    types: ['AWS::RDS::DBCluster'],
    decide: (subject, context) => withData(subject, context, 'SnapshotIdentifier', forbiddenForCluster),
  },
  {
    name: 'rds-unguarded',
    types: ['AWS::RDS::DBInstance'],
    decide: (subject) => {
      const own = isMember(subject)
        ? {}
        : { DeletionProtection: false, BackupRetentionPeriod: 0, DeleteAutomatedBackups: true, MultiAZ: false }
      const set = { ...own, PubliclyAccessible: false }
      return change('shrunk', 'no protection, backups, second zone, monitoring or public address', set, [...monitoring, ...otherRegions])
    },
  },
  {
    name: 'aurora-unguarded',
    types: ['AWS::RDS::DBCluster'],
    decide: () =>
      change('shrunk', 'no protection, monitoring or backups beyond the one day that Aurora insists on', aurora, [...monitoring]),
  },
  {
    name: 'rds-smallest',
    types: ['AWS::RDS::DBInstance'],
    decide: (subject, context) => {
      const smallest = sizedTo(subject, context)
      return smallest === undefined ? undefined : change('shrunk', `the instance class is ${smallest}`, { DBInstanceClass: smallest })
    },
  },
]

const aurora = { DeletionProtection: false, BackupRetentionPeriod: 1 }

/** Restored where replica.yml names it as a store with data; otherwise new, with the master user kept. */
function withData(subject: Subject, context: RuleContext, property: string, forbidden: readonly string[]): Outcome {
  const password = newPassword(subject.logicalId)
  const isRestored = context.store !== undefined && context.store.data !== 'empty'
  if (!isRestored) {
    const unset = [...forbidden.filter((name) => !firstSettings.has(name)), property, 'KmsKeyId', ...managedPassword]
    const reason = context.store === undefined ? 'no store of replica.yml names it, so it starts empty' : 'replica.yml wants it empty'
    return {
      kind: 'stubbed',
      reason: `${reason}, with a password of its own`,
      set: { MasterUserPassword: password.value, ...userOf(subject) },
      unset,
      add: password.add,
    }
  }
  const id = context.store?.snapshot?.id ?? context.store?.data ?? ''
  return {
    kind: 'restored',
    reason: `restored from ${id}, with a password of its own`,
    set: { [property]: id, MasterUserPassword: password.value, ...storageOf(subject, context) },
    unset: [...forbidden, ...managedPassword],
    add: password.add,
  }
}

/** What a new database needs and a restored one must not have. */
const firstSettings = new Set([
  'MasterUsername',
  'DBName',
  'DatabaseName',
  'StorageEncrypted',
  'CharacterSetName',
  'NcharCharacterSetName',
  'Timezone',
])

/** A database that was itself restored from a snapshot names no master user. */
function userOf(subject: Subject): Record<string, JsonValue> {
  return subject.Properties.MasterUsername === undefined ? { MasterUsername: 'prodreplica' } : {}
}

/** A restore cannot make the storage smaller than the snapshot's. */
function storageOf(subject: Subject, context: RuleContext): Record<string, JsonValue> {
  const wanted = Number(context.foldText(subject.Properties.AllocatedStorage))
  const least = context.store?.snapshot?.sizeGiB ?? 0
  return wanted < least ? { AllocatedStorage: String(least) } : {}
}

function sizedTo(subject: Subject, context: RuleContext): string | undefined {
  if (context.size === 'same') return undefined
  if (context.size !== 'smallest') return context.size.chosen
  const current = context.foldText(subject.Properties.DBInstanceClass)
  if (current === 'db.serverless') return undefined
  const engine = context.foldText(subject.Properties.Engine) ?? ''
  if (engine.startsWith('aurora') || isMember(subject)) return 'db.t4g.medium'
  return /^(oracle|sqlserver|db2|custom)/.test(engine) ? 'db.t3.small' : 'db.t4g.micro'
}

function isMember(subject: Subject): boolean {
  return subject.Properties.DBClusterIdentifier !== undefined
}
