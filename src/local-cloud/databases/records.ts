import type { Table, World } from '../types.ts'

/** What a database is to AWS. An identifier is unique within its kind. */
export type DatabaseKind = 'rds-instance' | 'rds-cluster' | 'redshift-cluster'

/** Table `databases`, by `<kind>:<identifier>`. */
export interface DatabaseRecord {
  kind: DatabaseKind
  id: string
  arn: string
  /** DbiResourceId, DBClusterResourceId, or the id in a namespace ARN. */
  resourceId: string
  engine: string
  engineVersion: string
  instanceClass: string
  /** Of the server behind it; an Aurora instance shares its cluster's. */
  serverId: string
  clusterId?: string
  masterUser: string
  database: string
  sizeGiB: number
  deletionProtection: boolean
  tags: Record<string, string>
  createdAt: string
}

/** Table `database-snapshots`, by `<kind>:<identifier>`. */
export interface SnapshotRecord {
  kind: DatabaseKind
  id: string
  arn: string
  sourceId: string
  engine: string
  engineVersion: string
  masterUser: string
  database: string
  sizeGiB: number
  tags: Record<string, string>
  createdAt: string
}

export function databasesOf(world: World): Table<DatabaseRecord> {
  return world.state.table<DatabaseRecord>('databases')
}

export function snapshotsOf(world: World): Table<SnapshotRecord> {
  return world.state.table<SnapshotRecord>('database-snapshots')
}

/** Every database of a kind, by identifier. */
export function listDatabases(world: World, kind: DatabaseKind): DatabaseRecord[] {
  const found = databasesOf(world).values()
  return found.filter((record) => record.kind === kind).sort((a, b) => a.id.localeCompare(b.id))
}

export function findDatabase(world: World, kind: DatabaseKind, id: string): DatabaseRecord | undefined {
  return databasesOf(world).get(`${kind}:${id.toLowerCase()}`)
}

export function saveDatabase(world: World, record: DatabaseRecord): Promise<void> {
  return databasesOf(world).put(`${record.kind}:${record.id}`, record)
}

/** Host and port of the server behind a database, as they are now. */
export function endpointOf(world: World, record: DatabaseRecord): { host: string; port: number } {
  return world.databases.find(record.serverId) ?? { host: '127.0.0.1', port: 0 }
}

/** `arn:aws:rds:us-east-1:123:db:app` and its like; Redshift writes `cluster:` as RDS does. */
export function databaseArn(world: World, kind: DatabaseKind, id: string): string {
  const name = kind === 'rds-instance' ? `db:${id}` : `cluster:${id}`
  return `arn:${world.partition}:${kind === 'redshift-cluster' ? 'redshift' : 'rds'}:${world.region}:${world.account}:${name}`
}

export function snapshotArn(world: World, kind: DatabaseKind, id: string, sourceId: string): string {
  const prefix = `arn:${world.partition}:${kind === 'redshift-cluster' ? 'redshift' : 'rds'}:${world.region}:${world.account}`
  const names = {
    'rds-instance': `snapshot:${id}`,
    'rds-cluster': `cluster-snapshot:${id}`,
    'redshift-cluster': `snapshot:${sourceId}/${id}`,
  }
  return `${prefix}:${names[kind]}`
}

/** The identifier that an ARN or a bare identifier of a database or snapshot names. */
export function identifierIn(nameOrArn: string): string {
  const last = nameOrArn.startsWith('arn:') ? nameOrArn.split(':').slice(6).join(':') : nameOrArn
  return (last.split('/').at(-1) ?? last).toLowerCase()
}
