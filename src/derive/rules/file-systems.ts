import { changed, leftOut, type Rule } from '../rule.ts'

/** File systems that start empty and copy nothing. */
export const fileSystemRules: readonly Rule[] = [
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
