import type { DatabaseServer, World } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import type { DatabaseKind, DatabaseRecord } from './records.ts'
import { databaseArn, findDatabase, saveDatabase } from './records.ts'
import { fileId, findSnapshot } from './snapshots.ts'

/** A database as a template asks for it. */
export interface LaunchRequest {
  kind: DatabaseKind
  id: string
  engine: string
  engineVersion: string
  instanceClass: string
  sizeGiB: number
  user: string | undefined
  password: string | undefined
  database: string | undefined
  snapshot: string | undefined
  deletionProtection: boolean
  isPrivate: boolean
  tags: Record<string, string>
}

/** Starts a database of its own server, empty or from a snapshot. Throws ResourceFailure with AWS's text. */
export async function launchDatabase(world: World, request: LaunchRequest): Promise<{ record: DatabaseRecord; server: DatabaseServer }> {
  const { kind, id } = request
  if (findDatabase(world, kind, id) !== undefined) throw new ResourceFailure(takenText(kind, id))
  const source = request.snapshot === undefined ? undefined : findSnapshot(world, kind, request.snapshot)
  if (request.snapshot !== undefined && source === undefined) throw new ResourceFailure(missingText(kind, request.snapshot))
  const server = await world.databases.create({
    id: fileId(kind, id),
    engine: kind === 'redshift-cluster' ? 'redshift' : 'postgres',
    user: source?.masterUser ?? request.user ?? '',
    password: request.password ?? '',
    isPrivate: request.isPrivate,
    ...(request.database !== undefined && { database: request.database }),
    ...(source !== undefined && { snapshotId: fileId(kind, source.id) }),
  })
  const record = toRecord(world, request, server)
  await saveDatabase(world, record)
  return { record, server }
}

/** `DB-` and 26 letters, as RDS gives them. */
export function makeResourceId(world: World, prefix: string): string {
  return `${prefix}${world.entropy.hex(13).toUpperCase()}`
}

function toRecord(world: World, request: LaunchRequest, server: DatabaseServer): DatabaseRecord {
  const { kind, id, engine, engineVersion, instanceClass, sizeGiB, deletionProtection, tags } = request
  return {
    kind,
    id,
    arn: databaseArn(world, kind, id),
    resourceId: makeResourceId(world, kind === 'rds-instance' ? 'db-' : 'cluster-'),
    engine,
    engineVersion,
    instanceClass,
    serverId: server.id,
    masterUser: server.user,
    database: server.database,
    sizeGiB,
    deletionProtection,
    tags,
    createdAt: world.clock.now().toISOString(),
  }
}

function takenText(kind: DatabaseKind, id: string): string {
  if (kind === 'redshift-cluster') return `Cluster ${id} already exists.`
  return kind === 'rds-instance' ? `DB instance already exists: ${id}` : `DB Cluster already exists: ${id}`
}

function missingText(kind: DatabaseKind, snapshot: string): string {
  if (kind === 'redshift-cluster') return `Snapshot not found: ${snapshot}`
  return kind === 'rds-instance' ? `DBSnapshot not found: ${snapshot}` : `DBClusterSnapshot not found: ${snapshot}`
}
