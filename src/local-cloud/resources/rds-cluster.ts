import { launchDatabase } from '../databases/launch.ts'
import type { DatabaseRecord } from '../databases/records.ts'
import { databasesOf, endpointOf, findDatabase, identifierIn, listDatabases, saveDatabase } from '../databases/records.ts'
import { findSnapshot, removeSnapshot, takeSnapshot } from '../databases/snapshots.ts'
import type { ResourceHandler, ResourceOutcome, ResourceRequest, World } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { checkPassword, toLaunchRequest } from './database-properties.ts'
import { flagOf, textOf } from './properties.ts'

const names = {
  kind: 'rds-cluster',
  identifier: 'DBClusterIdentifier',
  database: 'DatabaseName',
  snapshot: 'SnapshotIdentifier',
  instanceClass: 'DBClusterInstanceClass',
} as const

/** AWS::RDS::DBCluster (Aurora PostgreSQL): one server, which the cluster's instances share. */
export const rdsCluster: ResourceHandler = {
  async create(request, world) {
    const source = textOf(request.properties, 'SourceDBClusterIdentifier')
    if (source !== undefined) return outcome(world, await copyCluster(request, world, source))
    const { record } = await launchDatabase(world, toLaunchRequest(request, world, names))
    return outcome(world, record)
  },

  async update(physicalId, request, world) {
    const record = findDatabase(world, 'rds-cluster', physicalId)
    if (record === undefined) throw new ResourceFailure(`DBCluster ${physicalId} not found.`)
    const password = textOf(request.properties, 'MasterUserPassword')
    if (password !== undefined) {
      checkPassword(password, 'rds-cluster')
      await world.databases.setPassword(record.serverId, record.masterUser, password)
    }
    const changed = { ...record, deletionProtection: flagOf(request.properties, 'DeletionProtection'), tags: { ...request.tags } }
    await saveDatabase(world, changed)
    return outcome(world, changed)
  },

  async delete(physicalId, _request, world) {
    const record = findDatabase(world, 'rds-cluster', physicalId)
    if (record === undefined) return
    if (record.deletionProtection) {
      throw new ResourceFailure('Cannot delete protected Cluster, please disable deletion protection and try again.')
    }
    if (listDatabases(world, 'rds-instance').some((instance) => instance.clusterId === record.id)) {
      throw new ResourceFailure('Cluster cannot be deleted, it still contains DB instances in non-deleting state.')
    }
    await world.databases.delete(record.serverId)
    await databasesOf(world).remove(`rds-cluster:${record.id}`)
  },
}

/** A copy of a cluster as it is at this moment (RestoreType copy-on-write or full-copy, which differ in time only). */
async function copyCluster(request: ResourceRequest, world: World, source: string): Promise<DatabaseRecord> {
  const original = findDatabase(world, 'rds-cluster', identifierIn(source))
  if (original === undefined) throw new ResourceFailure(`The source cluster could not be found or cannot be accessed: ${source}`)
  const snapshot = await takeSnapshot(world, original, `copy-${world.entropy.hex(8)}`, {})
  try {
    const copy = { ...request, properties: { ...request.properties, SnapshotIdentifier: snapshot.id } }
    return (await launchDatabase(world, toLaunchRequest(copy, world, names))).record
  } finally {
    const passing = findSnapshot(world, 'rds-cluster', snapshot.id)
    if (passing !== undefined) await removeSnapshot(world, passing)
  }
}

function outcome(world: World, record: DatabaseRecord): ResourceOutcome {
  const { host, port } = endpointOf(world, record)
  return {
    physicalId: record.id,
    attributes: {
      'Endpoint.Address': host,
      'Endpoint.Port': String(port),
      'ReadEndpoint.Address': host,
      DBClusterArn: record.arn,
      DBClusterResourceId: record.resourceId,
    },
  }
}
