import { launchDatabase } from '../databases/launch.ts'
import type { DatabaseRecord } from '../databases/records.ts'
import { databasesOf, endpointOf, findDatabase, saveDatabase } from '../databases/records.ts'
import { makeUuid } from '../protocol/uuid.ts'
import type { ResourceHandler, ResourceOutcome, World } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { checkPassword, toLaunchRequest } from './database-properties.ts'
import { textOf } from './properties.ts'

/** AWS::Redshift::Cluster: a PostgreSQL server in Redshift's place. */
export const redshiftCluster: ResourceHandler = {
  async create(request, world) {
    const launch = toLaunchRequest(request, world, {
      kind: 'redshift-cluster',
      identifier: 'ClusterIdentifier',
      database: 'DBName',
      snapshot: 'SnapshotIdentifier',
      instanceClass: 'NodeType',
    })
    const { record } = await launchDatabase(world, { ...launch, engine: 'redshift', database: launch.database ?? 'dev' })
    const withNamespace = { ...record, resourceId: makeUuid(world.entropy) }
    await saveDatabase(world, withNamespace)
    return outcome(world, withNamespace)
  },

  async update(physicalId, request, world) {
    const record = findDatabase(world, 'redshift-cluster', physicalId)
    if (record === undefined) throw new ResourceFailure(`Cluster ${physicalId} not found.`)
    const password = textOf(request.properties, 'MasterUserPassword')
    if (password !== undefined) {
      checkPassword(password, 'redshift-cluster')
      await world.databases.setPassword(record.serverId, record.masterUser, password)
    }
    const changed = { ...record, tags: { ...request.tags } }
    await saveDatabase(world, changed)
    return outcome(world, changed)
  },

  async delete(physicalId, _request, world) {
    const record = findDatabase(world, 'redshift-cluster', physicalId)
    if (record === undefined) return
    await world.databases.delete(record.serverId)
    await databasesOf(world).remove(`redshift-cluster:${record.id}`)
  },
}

function outcome(world: World, record: DatabaseRecord): ResourceOutcome {
  const { host, port } = endpointOf(world, record)
  const namespace = `arn:${world.partition}:redshift:${world.region}:${world.account}:namespace:${record.resourceId}`
  return {
    physicalId: record.id,
    attributes: { 'Endpoint.Address': host, 'Endpoint.Port': String(port), ClusterNamespaceArn: namespace, Id: record.id },
  }
}
