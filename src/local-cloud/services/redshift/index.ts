import { isBecomingAvailable } from '../../background.ts'
import type { DatabaseRecord, SnapshotRecord } from '../../databases/records.ts'
import { endpointOf, findDatabase, listDatabases } from '../../databases/records.ts'
import { findSnapshot, listSnapshots, removeSnapshot, takeSnapshot } from '../../databases/snapshots.ts'
import type { QueryMap } from '../../protocol/query.ts'
import { queryText } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import type { World } from '../../types.ts'
import { pageOf } from '../pages.ts'
import type { QueryAction } from '../query-service.ts'
import { createQueryService } from '../query-service.ts'
import { formatTags } from '../rds/shapes.ts'
import { queryTags } from '../rds/snapshots.ts'

const actions: Readonly<Record<string, QueryAction>> = {
  DescribeClusters(input, world) {
    const name = queryText(input.ClusterIdentifier)
    const records = name === undefined ? listDatabases(world, 'redshift-cluster') : [demandCluster(world, name)]
    const { page, next } = paged(records, input)
    return { Clusters: { Cluster: page.map((record) => formatCluster(world, record)) }, Marker: next }
  },

  DescribeClusterSnapshots(input, world) {
    const name = queryText(input.SnapshotIdentifier)
    const source = queryText(input.ClusterIdentifier)
    const isOther = (queryText(input.SnapshotType) ?? 'manual') !== 'manual'
    const all = name === undefined ? listSnapshots(world, 'redshift-cluster', source) : [demandSnapshot(world, name)]
    const { page, next } = paged(isOther ? [] : all, input)
    return { Snapshots: { Snapshot: page.map((record) => formatSnapshot(world, record)) }, Marker: next }
  },

  async CreateClusterSnapshot(input, world) {
    const source = demandCluster(world, queryText(input.ClusterIdentifier) ?? '')
    const record = await takeSnapshot(world, source, demandName(input), queryTags(input.Tags))
    return { Snapshot: formatSnapshot(world, record) }
  },

  async DeleteClusterSnapshot(input, world) {
    const record = demandSnapshot(world, queryText(input.SnapshotIdentifier) ?? '')
    await removeSnapshot(world, record)
    return { Snapshot: { ...formatSnapshot(world, record), Status: 'deleted' } }
  },
}

/** Redshift: the local cloud's clusters and their snapshots. */
export const redshift = createQueryService({
  signingName: 'redshift',
  namespace: 'http://redshift.amazonaws.com/doc/2012-12-01/',
  actions,
})

function paged<Item>(items: readonly Item[], input: QueryMap) {
  return pageOf(items, queryText(input.Marker), Number(queryText(input.MaxRecords) ?? 100))
}

function demandCluster(world: World, name: string): DatabaseRecord {
  const record = findDatabase(world, 'redshift-cluster', name)
  if (record === undefined) throw new ServiceError('ClusterNotFound', `Cluster ${name} not found.`, 404)
  return record
}

function demandSnapshot(world: World, name: string): SnapshotRecord {
  const record = findSnapshot(world, 'redshift-cluster', name)
  if (record === undefined) throw new ServiceError('ClusterSnapshotNotFound', `Snapshot ${name} not found.`, 404)
  return record
}

function demandName(input: QueryMap): string {
  const name = queryText(input.SnapshotIdentifier)
  if (name !== undefined && /^[A-Za-z](?:-?[A-Za-z0-9])*$/.test(name)) return name
  throw new ServiceError('InvalidParameterValue', `Invalid SnapshotIdentifier: ${name ?? ''}`)
}

function formatCluster(world: World, record: DatabaseRecord): XmlObject {
  const { host, port } = endpointOf(world, record)
  const isMaking = isBecomingAvailable('AWS::Redshift::Cluster', record.id, world)
  return {
    ClusterIdentifier: record.id,
    NodeType: record.instanceClass,
    ClusterStatus: isMaking ? 'creating' : 'available',
    ClusterAvailabilityStatus: isMaking ? 'Modifying' : 'Available',
    MasterUsername: record.masterUser,
    DBName: record.database,
    Endpoint: { Address: host, Port: port },
    ClusterCreateTime: record.createdAt,
    NumberOfNodes: 1,
    PubliclyAccessible: false,
    Encrypted: false,
    AvailabilityZone: `${world.region}a`,
    ClusterNamespaceArn: `arn:${world.partition}:redshift:${world.region}:${world.account}:namespace:${record.resourceId}`,
    Tags: formatTags(record.tags),
  }
}

function formatSnapshot(world: World, record: SnapshotRecord): XmlObject {
  return {
    SnapshotIdentifier: record.id,
    ClusterIdentifier: record.sourceId,
    SnapshotArn: record.arn,
    SnapshotType: 'manual',
    Status: 'available',
    SnapshotCreateTime: record.createdAt,
    MasterUsername: record.masterUser,
    DBName: record.database,
    NodeType: 'ra3.large',
    NumberOfNodes: 1,
    Port: 5439,
    AvailabilityZone: `${world.region}a`,
    TotalBackupSizeInMegaBytes: record.sizeGiB * 1024,
    OwnerAccount: world.account,
    Tags: formatTags(record.tags),
  }
}
