import { launchDatabase, makeResourceId } from '../databases/launch.ts'
import type { DatabaseRecord } from '../databases/records.ts'
import { databaseArn, databasesOf, endpointOf, findDatabase, saveDatabase } from '../databases/records.ts'
import type { ResourceHandler, ResourceOutcome, ResourceRequest, World } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { checkPassword, toLaunchRequest } from './database-properties.ts'
import { flagOf, generateName, textOf } from './properties.ts'

/** AWS::RDS::DBInstance: a PostgreSQL server of its own, or, in an Aurora cluster, another door to the cluster's. */
export const rdsInstance: ResourceHandler = {
  async create(request, world) {
    const clusterId = textOf(request.properties, 'DBClusterIdentifier')
    if (clusterId !== undefined) return outcome(world, await joinCluster(request, world, clusterId))
    const names = {
      identifier: 'DBInstanceIdentifier',
      database: 'DBName',
      snapshot: 'DBSnapshotIdentifier',
      instanceClass: 'DBInstanceClass',
    }
    const { record } = await launchDatabase(world, toLaunchRequest(request, world, { kind: 'rds-instance', ...names }))
    return outcome(world, record)
  },

  async update(physicalId, request, world) {
    const record = findDatabase(world, 'rds-instance', physicalId)
    if (record === undefined) throw new ResourceFailure(`DBInstance ${physicalId} not found.`)
    const password = textOf(request.properties, 'MasterUserPassword')
    if (password !== undefined && record.clusterId === undefined) {
      checkPassword(password, 'rds-instance')
      await world.databases.setPassword(record.serverId, record.masterUser, password)
    }
    const changed = { ...record, deletionProtection: flagOf(request.properties, 'DeletionProtection'), tags: { ...request.tags } }
    await saveDatabase(world, changed)
    return outcome(world, changed)
  },

  async delete(physicalId, _request, world) {
    const record = findDatabase(world, 'rds-instance', physicalId)
    if (record === undefined) return
    if (record.deletionProtection) {
      throw new ResourceFailure('Cannot delete protected DB Instance, please disable deletion protection and try again.')
    }
    if (record.clusterId === undefined) await world.databases.delete(record.serverId)
    await databasesOf(world).remove(`rds-instance:${record.id}`)
  },
}

async function joinCluster(request: ResourceRequest, world: World, clusterId: string): Promise<DatabaseRecord> {
  const cluster = findDatabase(world, 'rds-cluster', clusterId)
  if (cluster === undefined) throw new ResourceFailure(`DBCluster ${clusterId} not found.`)
  const id = (textOf(request.properties, 'DBInstanceIdentifier') ?? generateName(request, world, 63)).toLowerCase()
  if (findDatabase(world, 'rds-instance', id) !== undefined) throw new ResourceFailure(`DB instance already exists: ${id}`)
  const record: DatabaseRecord = {
    ...cluster,
    kind: 'rds-instance',
    id,
    arn: databaseArn(world, 'rds-instance', id),
    resourceId: makeResourceId(world, 'db-'),
    clusterId: cluster.id,
    instanceClass: textOf(request.properties, 'DBInstanceClass') ?? 'db.t4g.medium',
    deletionProtection: false,
    tags: { ...request.tags },
    createdAt: world.clock.now().toISOString(),
  }
  await saveDatabase(world, record)
  return record
}

function outcome(world: World, record: DatabaseRecord): ResourceOutcome {
  const { host, port } = endpointOf(world, record)
  return {
    physicalId: record.id,
    attributes: {
      'Endpoint.Address': host,
      'Endpoint.Port': String(port),
      'Endpoint.HostedZoneId': 'Z2R2ITUGPM61AM',
      DBInstanceArn: record.arn,
      DbiResourceId: record.resourceId,
    },
  }
}
