import type { DatabaseKind, DatabaseRecord } from '../../databases/records.ts'
import { findDatabase, identifierIn, listDatabases, saveDatabase } from '../../databases/records.ts'
import type { QueryMap } from '../../protocol/query.ts'
import { queryText } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { World } from '../../types.ts'
import { pageOf } from '../pages.ts'
import type { QueryAction } from '../query-service.ts'
import { formatCluster, formatInstance } from './shapes.ts'

/** The actions on RDS instances and clusters. */
export const databaseActions: Readonly<Record<string, QueryAction>> = {
  DescribeDBInstances(input, world) {
    const { page, next } = choose(world, 'rds-instance', queryText(input.DBInstanceIdentifier), input)
    return { DBInstances: { DBInstance: page.map((record) => formatInstance(world, record)) }, Marker: next }
  },

  DescribeDBClusters(input, world) {
    const { page, next } = choose(world, 'rds-cluster', queryText(input.DBClusterIdentifier), input)
    return { DBClusters: { DBCluster: page.map((record) => formatCluster(world, record)) }, Marker: next }
  },

  async ModifyDBInstance(input, world) {
    const record = demandRds(world, 'rds-instance', queryText(input.DBInstanceIdentifier))
    return { DBInstance: formatInstance(world, await modify(world, record, input)) }
  },

  async ModifyDBCluster(input, world) {
    const record = demandRds(world, 'rds-cluster', queryText(input.DBClusterIdentifier))
    return { DBCluster: formatCluster(world, await modify(world, record, input)) }
  },
}

/** An instance or cluster by identifier or ARN. Throws ServiceError `DBInstanceNotFound`, `DBClusterNotFoundFault`. */
export function demandRds(world: World, kind: 'rds-instance' | 'rds-cluster', name: string | undefined): DatabaseRecord {
  const record = findDatabase(world, kind, identifierIn(name ?? ''))
  if (record !== undefined) return record
  if (kind === 'rds-instance') throw new ServiceError('DBInstanceNotFound', `DBInstance ${name ?? ''} not found.`, 404)
  throw new ServiceError('DBClusterNotFoundFault', `DBCluster ${name ?? ''} not found.`, 404)
}

function choose(world: World, kind: DatabaseKind & `rds-${string}`, name: string | undefined, input: QueryMap) {
  const records = name === undefined ? listDatabases(world, kind) : [demandRds(world, kind, name)]
  return pageOf(records, queryText(input.Marker), Number(queryText(input.MaxRecords) ?? 100))
}

/** What can be changed here: the master user's password and the protection against deletion. */
async function modify(world: World, record: DatabaseRecord, input: QueryMap): Promise<DatabaseRecord> {
  const password = queryText(input.MasterUserPassword)
  const protection = queryText(input.DeletionProtection)
  if (password !== undefined) await world.databases.setPassword(record.serverId, record.masterUser, password)
  const changed = { ...record, deletionProtection: protection === undefined ? record.deletionProtection : protection === 'true' }
  await saveDatabase(world, changed)
  return changed
}
