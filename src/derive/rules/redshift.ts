import { change, type Rule } from '../rule.ts'
import { newPassword } from './password.ts'

const copies = [
  'DestinationRegion',
  'SnapshotCopyGrantName',
  'SnapshotCopyManual',
  'SnapshotCopyRetentionPeriod',
  'LoggingProperties',
  'ElasticIp',
]
const managed = ['ManageMasterPassword', 'MasterPasswordSecretKmsKeyId']
const otherSources = [
  'SnapshotClusterIdentifier',
  'OwnerAccount',
  'KmsKeyId',
  'HsmClientCertificateIdentifier',
  'HsmConfigurationIdentifier',
]

/** DBName, MasterUsername, NodeType and ClusterType stay: the type's schema wants them even for a restore. */
export const redshiftRules: readonly Rule[] = [
  {
    name: 'redshift-restored',
    types: ['AWS::Redshift::Cluster'],
    decide: (subject, { store }) => {
      const password = newPassword(subject.logicalId)
      const isRestored = store !== undefined && store.data !== 'empty'
      const id = store?.snapshot?.id ?? store?.data ?? ''
      const why = store === undefined ? 'no store of replica.yml names it, so it starts empty' : 'replica.yml wants it empty'
      const user = subject.Properties.MasterUsername === undefined ? { MasterUsername: 'prodreplica' } : {}
      return {
        kind: isRestored ? 'restored' : 'stubbed',
        reason: `${isRestored ? `restored from ${id}` : why}, with a password of its own`,
        set: { ...user, MasterUserPassword: password.value, ...(isRestored ? { SnapshotIdentifier: id } : {}) },
        unset: [...managed, ...otherSources, ...(isRestored ? [] : ['SnapshotIdentifier'])],
        add: password.add,
      }
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
  {
    name: 'redshift-serverless-smallest',
    types: ['AWS::RedshiftServerless::Workgroup'],
    decide: (_, { size }) =>
      change('shrunk', 'the least capacity, and no public address', size === 'same' ? closed : { ...closed, BaseCapacity: 8 }),
  },
  {
    name: 'redshift-serverless-unguarded',
    types: ['AWS::RedshiftServerless::Namespace'],
    decide: () =>
      change('shrunk', 'no final snapshot and no copies', undefined, [
        'FinalSnapshotName',
        'FinalSnapshotRetentionPeriod',
        'SnapshotCopyConfigurations',
      ]),
  },
]

const closed = { PubliclyAccessible: false }
