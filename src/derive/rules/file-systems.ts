import { isMap } from '../decide/edit.ts'
import { changed, leftOut, type Rule } from '../decide/rule.ts'

/** File systems that start empty and copy nothing. */
export const fileSystemRules: readonly Rule[] = [
  {
    name: 'file-system-in-directory-left-out',
    types: ['AWS::FSx::FileSystem'],
    decide: ({ Properties }, { isInReplica }) => {
      const windows = Properties.WindowsConfiguration
      const isJoined = isMap(windows) && (windows.SelfManagedActiveDirectoryConfiguration ?? windows.ActiveDirectoryId) !== undefined
      const isOwn =
        isMap(windows) && windows.SelfManagedActiveDirectoryConfiguration === undefined && isInReplica(windows.ActiveDirectoryId)
      return isJoined && !isOwn ? { kind: 'dropped', reason: 'it joins a directory that is production’s' } : undefined
    },
  },
  changed('file-server-alone', 'disabled', 'it joins no directory of production’s', {
    'FSx::StorageVirtualMachine': { unset: ['ActiveDirectoryConfiguration'] },
  }),
  changed('file-system-alone', 'disabled', 'no backups, no copies and no capacity of its own', {
    'EFS::FileSystem': {
      replace: { ThroughputMode: 'bursting', BackupPolicy: { Status: 'DISABLED' } },
      unset: ['ReplicationConfiguration', 'ProvisionedThroughputInMibps', 'FileSystemProtection'],
    },
    'FSx::FileSystem': {
      replace: {
        'WindowsConfiguration.AutomaticBackupRetentionDays': 0,
        'OntapConfiguration.AutomaticBackupRetentionDays': 0,
        'OpenZFSConfiguration.AutomaticBackupRetentionDays': 0,
        'LustreConfiguration.AutomaticBackupRetentionDays': 0,
      },
      // A directory and names that are production's, and a bucket that the file system would write back to.
      unset: [
        ...['WindowsConfiguration.Aliases', 'WindowsConfiguration.AuditLogConfiguration', 'LustreConfiguration.ExportPath'],
        ...['WindowsConfiguration.DailyAutomaticBackupStartTime', 'OntapConfiguration.DailyAutomaticBackupStartTime'],
        ...['OpenZFSConfiguration.DailyAutomaticBackupStartTime', 'LustreConfiguration.DailyAutomaticBackupStartTime'],
      ],
    },
  }),
  leftOut('file-copy-left-out', 'it keeps copies that outlive the replica, or writes to production’s buckets', [
    ...['FSx::DataRepositoryAssociation', 'FSx::Snapshot', 'FSx::FileCache', 'StorageGateway::*'],
  ]),
]
