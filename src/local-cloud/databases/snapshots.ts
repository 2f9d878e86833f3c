import { ServiceError } from '../protocol/service-error.ts'
import type { World } from '../types.ts'
import type { DatabaseKind, DatabaseRecord, SnapshotRecord } from './records.ts'
import { identifierIn, snapshotArn, snapshotsOf } from './records.ts'

/** Takes a snapshot of a database's real data while it runs. Throws ServiceError where the identifier is taken. */
export async function takeSnapshot(
  world: World,
  source: DatabaseRecord,
  snapshotId: string,
  tags: Record<string, string>,
): Promise<SnapshotRecord> {
  const id = snapshotId.toLowerCase()
  const { kind, engine, engineVersion, masterUser, database, sizeGiB } = source
  if (findSnapshot(world, kind, id) !== undefined) throw takenError(kind, id)
  await world.databases.snapshot(source.serverId, fileId(kind, id))
  const record: SnapshotRecord = {
    kind,
    id,
    arn: snapshotArn(world, kind, id, source.id),
    sourceId: source.id,
    engine,
    engineVersion,
    masterUser,
    database,
    sizeGiB,
    tags,
    createdAt: world.clock.now().toISOString(),
  }
  await snapshotsOf(world).put(`${kind}:${id}`, record)
  return record
}

/** A snapshot by identifier or ARN; undefined where there is none. */
export function findSnapshot(world: World, kind: DatabaseKind, nameOrArn: string): SnapshotRecord | undefined {
  return snapshotsOf(world).get(`${kind}:${identifierIn(nameOrArn)}`)
}

/** Snapshots of a kind, oldest first; with `sourceId`, those of that database only. */
export function listSnapshots(world: World, kind: DatabaseKind, sourceId?: string): SnapshotRecord[] {
  const found = snapshotsOf(world)
    .values()
    .filter((record) => record.kind === kind)
  const ofSource = sourceId === undefined ? found : found.filter((record) => record.sourceId === sourceId.toLowerCase())
  return ofSource.sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id))
}

export async function removeSnapshot(world: World, record: SnapshotRecord): Promise<void> {
  await snapshotsOf(world).remove(`${record.kind}:${record.id}`)
  await world.databases.deleteSnapshot(fileId(record.kind, record.id))
}

/** The name under which the servers keep a snapshot's data: kinds have name spaces of their own. */
export function fileId(kind: DatabaseKind, id: string): string {
  return `${kind}.${id}`
}

function takenError(kind: DatabaseKind, id: string): ServiceError {
  if (kind === 'rds-instance') {
    return new ServiceError(
      'DBSnapshotAlreadyExists',
      `Cannot create the snapshot because a snapshot with the identifier ${id} already exists.`,
    )
  }
  if (kind === 'rds-cluster') {
    return new ServiceError(
      'DBClusterSnapshotAlreadyExistsFault',
      `Cannot create the cluster snapshot because a cluster snapshot with the identifier ${id} already exists.`,
    )
  }
  return new ServiceError(
    'ClusterSnapshotAlreadyExists',
    `Cannot create the snapshot because the snapshot identifier ${id} already exists.`,
  )
}
