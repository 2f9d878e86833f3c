import type { JsonValue } from '../../production/json.ts'
import { change, type Rule } from '../rule.ts'

/** Protections against deletion, by type: what each property is set to. */
const protections: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> = {
  'AWS::DynamoDB::Table': { DeletionProtectionEnabled: false },
  'AWS::Cognito::UserPool': { DeletionProtection: 'INACTIVE' },
  'AWS::Logs::LogGroup': { DeletionProtectionEnabled: false },
  'AWS::EC2::Instance': { DisableApiTermination: false },
  'AWS::DocDB::DBCluster': { DeletionProtection: false },
  'AWS::Neptune::DBCluster': { DeletionProtection: false },
  'AWS::EKS::Cluster': { DeletionProtection: false },
  'AWS::NetworkFirewall::Firewall': { DeleteProtection: false, SubnetChangeProtection: false },
  'AWS::QLDB::Ledger': { DeletionProtection: false },
  'AWS::ECR::Repository': { EmptyOnDelete: true },
  'AWS::Athena::WorkGroup': { RecursiveDeleteOption: true },
  'AWS::KMS::Key': { PendingWindowInDays: 7 },
}

export const storageRules: readonly Rule[] = [
  {
    name: 'protection-off',
    types: Object.keys(protections),
    decide: (subject) => change('disabled', 'nothing may keep it from being deleted', offOnly(subject.Type, subject.Properties)),
  },
  {
    name: 'bucket-alone',
    types: ['AWS::S3::Bucket'],
    decide: () =>
      change('disabled', 'it copies, logs and locks nothing', undefined, [
        ...['ReplicationConfiguration', 'ObjectLockConfiguration', 'ObjectLockEnabled', 'InventoryConfigurations'],
        ...['LoggingConfiguration', 'NotificationConfiguration'],
      ]),
  },
  {
    name: 'secret-alone',
    types: ['AWS::SecretsManager::Secret'],
    decide: () => change('disabled', 'no copies in other regions', undefined, ['ReplicaRegions']),
  },
  {
    name: 'file-system-alone',
    types: ['AWS::EFS::FileSystem'],
    decide: () => change('disabled', 'no backups and no copies', undefined, ['BackupPolicy', 'ReplicationConfiguration']),
  },
]

/** Only protections that production has turned on; what makes deletion possible is always set. */
function offOnly(type: string, properties: Readonly<Record<string, JsonValue>>): Record<string, JsonValue> {
  const entries = Object.entries(protections[type] ?? {})
  return Object.fromEntries(
    entries.filter(([name, value]) => value === true || properties[name] !== undefined || name === 'PendingWindowInDays'),
  )
}
