import { ResourceFailure } from '../../types.ts'
import type { ResourceRecord } from '../records.ts'
import { fixedName } from './physical-id.ts'

/** Properties beside the name that AWS never changes in place. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::Instance': ['ImageId', 'SubnetId', 'KeyName', 'AvailabilityZone'],
  'AWS::EC2::SecurityGroup': ['GroupName', 'GroupDescription', 'VpcId'],
  'AWS::EC2::Subnet': ['VpcId', 'CidrBlock', 'AvailabilityZone'],
  'AWS::EC2::VPC': ['CidrBlock', 'InstanceTenancy'],
  'AWS::RDS::DBCluster': ['DatabaseName', 'SnapshotIdentifier', 'MasterUsername', 'KmsKeyId', 'StorageEncrypted'],
  'AWS::RDS::DBInstance': ['DBName', 'DBSnapshotIdentifier', 'MasterUsername', 'KmsKeyId', 'StorageEncrypted', 'DBClusterIdentifier'],
  'AWS::Redshift::Cluster': ['DBName', 'SnapshotIdentifier', 'MasterUsername', 'ClusterSubnetGroupName'],
}

/**
 * Whether an update makes a new physical resource. Both are as shown, secrets masked. Throws ResourceFailure where the old
 * one holds the name of the new.
 */
export function needsReplacement(known: ResourceRecord, wanted: Pick<ResourceRecord, 'type' | 'properties'>): boolean {
  if (known.type !== wanted.type) return true
  const [before, after] = [fixedName(known), fixedName(wanted)]
  if (before !== after) return true
  const differs = (fixed[wanted.type] ?? []).some((name) => textOf(known.properties[name]) !== textOf(wanted.properties[name]))
  if (differs && after !== undefined && !wanted.type.startsWith('AWS::EC2::')) {
    const message = 'CloudFormation cannot update a stack when a custom-named resource requires replacing.'
    throw new ResourceFailure(`${message} Rename ${after} and update the stack again.`)
  }
  return differs
}

function textOf(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value)
}
