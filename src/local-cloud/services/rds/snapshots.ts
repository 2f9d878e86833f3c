import type { SnapshotRecord } from '../../databases/records.ts'
import { identifierIn } from '../../databases/records.ts'
import { findSnapshot, listSnapshots, removeSnapshot, takeSnapshot } from '../../databases/snapshots.ts'
import type { QueryMap, QueryValue } from '../../protocol/query.ts'
import { queryList, queryMap, queryText } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { World } from '../../types.ts'
import { pageOf } from '../pages.ts'
import type { QueryAction } from '../query-service.ts'
import { demandRds } from './instances.ts'
import { formatClusterSnapshot, formatSnapshot } from './shapes.ts'

/** The actions on snapshots of RDS instances and clusters. A snapshot is available when its creation answers. */
export const snapshotActions: Readonly<Record<string, QueryAction>> = {
  async CreateDBSnapshot(input, world) {
    const source = demandRds(world, 'rds-instance', queryText(input.DBInstanceIdentifier))
    const record = await takeSnapshot(world, source, demandName(input, 'DBSnapshotIdentifier'), queryTags(input.Tags))
    return { DBSnapshot: formatSnapshot(world, record) }
  },

  async CreateDBClusterSnapshot(input, world) {
    const source = demandRds(world, 'rds-cluster', queryText(input.DBClusterIdentifier))
    const record = await takeSnapshot(world, source, demandName(input, 'DBClusterSnapshotIdentifier'), queryTags(input.Tags))
    return { DBClusterSnapshot: formatClusterSnapshot(record) }
  },

  DescribeDBSnapshots(input, world) {
    const { page, next } = choose(world, 'rds-instance', input)
    return { DBSnapshots: { DBSnapshot: page.map((record) => formatSnapshot(world, record)) }, Marker: next }
  },

  DescribeDBClusterSnapshots(input, world) {
    const { page, next } = choose(world, 'rds-cluster', input)
    return { DBClusterSnapshots: { DBClusterSnapshot: page.map(formatClusterSnapshot) }, Marker: next }
  },

  async DeleteDBSnapshot(input, world) {
    const record = demandSnapshot(world, 'rds-instance', queryText(input.DBSnapshotIdentifier))
    await removeSnapshot(world, record)
    return { DBSnapshot: { ...formatSnapshot(world, record), Status: 'deleted' } }
  },

  async DeleteDBClusterSnapshot(input, world) {
    const record = demandSnapshot(world, 'rds-cluster', queryText(input.DBClusterSnapshotIdentifier))
    await removeSnapshot(world, record)
    return { DBClusterSnapshot: { ...formatClusterSnapshot(record), Status: 'deleted' } }
  },
}

/** Tags of a query request. RDS and Redshift name the list's elements `Tag`, which some clients spell out. */
export function queryTags(value: QueryValue | undefined): Record<string, string> {
  const list = Array.isArray(value) ? value : queryList(queryMap(value).Tag)
  return Object.fromEntries(list.map((tag) => [queryText(queryMap(tag).Key) ?? '', queryText(queryMap(tag).Value) ?? '']))
}

function choose(world: World, kind: 'rds-instance' | 'rds-cluster', input: QueryMap) {
  const [name, source] =
    kind === 'rds-instance'
      ? [queryText(input.DBSnapshotIdentifier), queryText(input.DBInstanceIdentifier)]
      : [queryText(input.DBClusterSnapshotIdentifier), queryText(input.DBClusterIdentifier)]
  const isOther = (queryText(input.SnapshotType) ?? 'manual') !== 'manual'
  const named = name === undefined ? undefined : demandSnapshot(world, kind, name)
  const all = listSnapshots(world, kind, source === undefined ? undefined : identifierIn(source))
  const chosen = isOther ? [] : all.filter((record) => named === undefined || record.id === named.id)
  return pageOf(chosen, queryText(input.Marker), Number(queryText(input.MaxRecords) ?? 100))
}

function demandSnapshot(world: World, kind: 'rds-instance' | 'rds-cluster', name: string | undefined): SnapshotRecord {
  const record = findSnapshot(world, kind, name ?? '')
  if (record !== undefined) return record
  if (kind === 'rds-instance') throw new ServiceError('DBSnapshotNotFound', `DBSnapshot ${name ?? ''} not found.`, 404)
  throw new ServiceError('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot not found: ${name ?? ''}`, 404)
}

function demandName(input: QueryMap, name: string): string {
  const value = queryText(input[name])
  if (value !== undefined && /^[A-Za-z](?:-?[A-Za-z0-9])*$/.test(value) && value.length <= 255) return value
  const text = `Invalid snapshot identifier:  ${value ?? ''}. It must begin with a letter, hold letters, digits and hyphens, and not end with a hyphen.`
  throw new ServiceError('InvalidParameterValue', text)
}
