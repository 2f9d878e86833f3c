import { isBecomingAvailable } from '../../background.ts'
import type { DatabaseRecord, SnapshotRecord } from '../../databases/records.ts'
import { endpointOf, listDatabases } from '../../databases/records.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import type { World } from '../../types.ts'

export function formatTags(tags: Readonly<Record<string, string>>): XmlObject {
  return { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
}

/** A DBInstance of the RDS API. */
export function formatInstance(world: World, record: DatabaseRecord): XmlObject {
  const { host, port } = endpointOf(world, record)
  return {
    DBInstanceIdentifier: record.id,
    DBInstanceClass: record.instanceClass,
    Engine: record.engine,
    EngineVersion: record.engineVersion,
    DBInstanceStatus: isBecomingAvailable('AWS::RDS::DBInstance', record.id, world) ? 'creating' : 'available',
    MasterUsername: record.masterUser,
    DBName: record.database,
    Endpoint: { Address: host, Port: port, HostedZoneId: 'Z2R2ITUGPM61AM' },
    AllocatedStorage: record.sizeGiB,
    InstanceCreateTime: record.createdAt,
    BackupRetentionPeriod: 0,
    DBClusterIdentifier: record.clusterId,
    AvailabilityZone: `${world.region}a`,
    MultiAZ: false,
    PubliclyAccessible: false,
    StorageEncrypted: false,
    DbiResourceId: record.resourceId,
    DeletionProtection: record.deletionProtection,
    DBInstanceArn: record.arn,
    TagList: formatTags(record.tags),
  }
}

/** A DBCluster of the RDS API, with the instances that are in it. */
export function formatCluster(world: World, record: DatabaseRecord): XmlObject {
  const { host, port } = endpointOf(world, record)
  const instances = listDatabases(world, 'rds-instance').filter((instance) => instance.clusterId === record.id)
  return {
    DBClusterIdentifier: record.id,
    DBClusterArn: record.arn,
    DbClusterResourceId: record.resourceId,
    Engine: record.engine,
    EngineVersion: record.engineVersion,
    Status: isBecomingAvailable('AWS::RDS::DBCluster', record.id, world) ? 'creating' : 'available',
    MasterUsername: record.masterUser,
    DatabaseName: record.database,
    Endpoint: host,
    ReaderEndpoint: host,
    Port: port,
    AllocatedStorage: record.sizeGiB,
    ClusterCreateTime: record.createdAt,
    DeletionProtection: record.deletionProtection,
    DBClusterMembers: {
      DBClusterMember: instances.map(({ id }, index) => ({ DBInstanceIdentifier: id, IsClusterWriter: index === 0, PromotionTier: 1 })),
    },
    TagList: formatTags(record.tags),
  }
}

/** A DBSnapshot of the RDS API. */
export function formatSnapshot(world: World, record: SnapshotRecord): XmlObject {
  return {
    DBSnapshotIdentifier: record.id,
    DBInstanceIdentifier: record.sourceId,
    DBSnapshotArn: record.arn,
    SnapshotType: 'manual',
    AvailabilityZone: `${world.region}a`,
    ...common(record),
  }
}

/** A DBClusterSnapshot of the RDS API. */
export function formatClusterSnapshot(record: SnapshotRecord): XmlObject {
  return {
    DBClusterSnapshotIdentifier: record.id,
    DBClusterIdentifier: record.sourceId,
    DBClusterSnapshotArn: record.arn,
    SnapshotType: 'manual',
    ...common(record),
  }
}

function common(record: SnapshotRecord): XmlObject {
  return {
    Status: 'available',
    PercentProgress: 100,
    SnapshotCreateTime: record.createdAt,
    Engine: record.engine,
    EngineVersion: record.engineVersion,
    AllocatedStorage: record.sizeGiB,
    MasterUsername: record.masterUser,
    TagList: formatTags(record.tags),
  }
}
