import { change, changed, leftOut, type Rule, shrunk } from '../decide/rule.ts'
import { newPassword, secretIdOf } from '../passwords/secret.ts'
import { empty, isRestored, restored, snapshotOf } from './database-data.ts'

const copies = [
  ...['DestinationRegion', 'SnapshotCopyGrantName', 'SnapshotCopyManual', 'SnapshotCopyRetentionPeriod', 'LoggingProperties'],
  ...['ElasticIp', 'ManualSnapshotRetentionPeriod', 'ResourceAction', 'RotateEncryptionKey'],
]
const managed = ['ManageMasterPassword', 'MasterPasswordSecretKmsKeyId']
const otherSources = [
  ...['SnapshotClusterIdentifier', 'OwnerAccount', 'KmsKeyId', 'HsmClientCertificateIdentifier', 'HsmConfigurationIdentifier'],
]

/** DBName, MasterUsername, NodeType and ClusterType stay: the type's schema wants them even for a restore. */
export const redshiftRules: readonly Rule[] = [
  leftOut('warehouse-action-left-out', 'it pauses, resizes, copies or tells of clusters by itself', [
    ...['Redshift::ScheduledAction', 'Redshift::EventSubscription', 'Redshift::SnapshotCopyGrant', 'Redshift::EndpointAuthorization'],
    ...['Redshift::Integration'],
  ]),
  {
    name: 'redshift-restored',
    types: ['AWS::Redshift::Cluster'],
    decide: (subject, context) => {
      const unset = [...managed, ...otherSources]
      const isManaged = subject.Properties.ManageMasterPassword !== undefined
      const standIns = isManaged ? { [`${subject.logicalId}.MasterPasswordSecretArn`]: secretIdOf(subject.logicalId) } : {}
      if (!isRestored(context)) return { ...empty(subject, context, [...unset, 'SnapshotIdentifier']), standIns }
      const id = snapshotOf(context)
      const user = subject.Properties.MasterUsername === undefined ? { MasterUsername: 'prodreplica' } : {}
      return { ...restored(subject, { set: { ...user, SnapshotIdentifier: id }, unset, reason: `restored from ${id}` }), standIns }
    },
  },
  {
    name: 'redshift-unguarded',
    types: ['AWS::Redshift::Cluster'],
    decide: () => {
      const set = { ...closed, AutomatedSnapshotRetentionPeriod: 0 }
      return change('shrunk', 'no snapshots, copies, logs, second zone or public address', set, [...copies, 'MultiAZ'])
    },
  },
  {
    name: 'redshift-single-node',
    types: ['AWS::Redshift::Cluster'],
    decide: (_, { size }) => {
      if (size === 'same') return undefined
      const type = size === 'smallest' ? {} : { NodeType: size.chosen }
      return change('shrunk', 'one node of the same type as production’s, which a restore needs', { ClusterType: 'single-node', ...type }, [
        'NumberOfNodes',
      ])
    },
  },
  changed('warehouse-snapshot-own', 'kept', 'it is taken of the replica’s own warehouse and deleted with it', { 'Redshift::Snapshot': {} }),
  changed('redshift-serverless-closed', 'shrunk', 'it starts empty, with no public address', {
    'RedshiftServerless::Workgroup': {
      set: { PubliclyAccessible: false },
      unset: ['SnapshotName', 'SnapshotArn', 'SnapshotOwnerAccount', 'RecoveryPointId'],
    },
  }),
  shrunk('redshift-serverless-smallest', 'the least capacity', {
    'RedshiftServerless::Workgroup': { set: { BaseCapacity: 8 }, unset: ['MaxCapacity', 'PricePerformanceTarget'] },
  }),
  changed('redshift-serverless-unguarded', 'shrunk', 'no final snapshot and no copies', {
    'RedshiftServerless::Namespace': {
      unset: ['FinalSnapshotName', 'FinalSnapshotRetentionPeriod', 'SnapshotCopyConfigurations', 'LogExports'],
    },
  }),
  {
    name: 'redshift-serverless-password',
    types: ['AWS::RedshiftServerless::Namespace'],
    decide: ({ logicalId, Properties }) => {
      if (Properties.AdminUserPassword === undefined) return undefined
      const password = newPassword(logicalId)
      return { kind: 'stubbed', reason: 'a password of its own', set: { AdminUserPassword: password.value }, add: password.add }
    },
  },
]

const closed = { PubliclyAccessible: false }
