import type { Clock } from '../ports/clock.ts'
import type { Entropy } from '../ports/entropy.ts'
import type { JsonValue } from '../production/json.ts'

/** What every part of the local cloud is handed. One account, one region, one folder. */
export interface World {
  /** Where all state lives; several processes may use it, one serves it. */
  readonly folder: string
  readonly account: string
  readonly region: string
  readonly partition: string
  /** http://127.0.0.1:port */
  readonly endpoint: string
  /** Real seconds an AWS second takes: 1 is as slow as AWS, 0 at once. */
  readonly timeScale: number
  readonly clock: Clock
  readonly entropy: Entropy
  readonly state: State
  readonly databases: DatabaseServers
  readonly faults: readonly Fault[]
}

/** Persistent tables of JSON records by key. A change is on disk before the promise resolves. */
export interface State {
  table<Record extends object>(name: string): Table<Record>
}

export interface Table<Record extends object> {
  get(key: string): Record | undefined
  values(): Record[]
  entries(): [string, Record][]
  put(key: string, record: Record): Promise<void>
  remove(key: string): Promise<void>
}

/** A failure on request: `CreateStack:ThrottlingException:2` fails the next two calls; `AWS::RDS::DBInstance:create` fails that resource. */
export interface Fault {
  /** An API action, or `<resource type>:create|delete`. */
  on: string
  /** Error code for an API action, reason for a resource. */
  with: string
  /** How many times; then it is used up. */
  times: number
}

/** One HTTP request, whole. */
export interface ServiceRequest {
  method: string
  /** Path without the query, still percent-encoded. */
  path: string
  query: URLSearchParams
  headers: Readonly<Record<string, string>>
  body: Buffer
}

export interface ServiceResponse {
  status: number
  headers?: Record<string, string>
  body?: string | Buffer
}

/** One AWS service of the local cloud: picked by the signing name in the Authorization header. */
export interface Service {
  /** As in the credential scope: `cloudformation`, `s3`, `email` (SES), `sts`, `rds`, `redshift`, `secretsmanager`, `ssm`, `scheduler`. */
  readonly signingName: string
  handle(request: ServiceRequest, world: World): Promise<ServiceResponse>
}

/** What one resource type does when CloudFormation creates, updates or deletes it. */
export interface ResourceHandler {
  create(request: ResourceRequest, world: World): Promise<ResourceOutcome>
  /** Absent: every update replaces nothing and changes only what the template says. */
  update?(physicalId: string, request: ResourceRequest, world: World): Promise<ResourceOutcome>
  /** Throws `ResourceFailure` where AWS would answer DELETE_FAILED. Deleting what is gone succeeds. */
  delete(physicalId: string, request: ResourceRequest, world: World): Promise<void>
  /** DeletionPolicy Snapshot: takes it before `delete`. Absent: `world.databases.snapshot` where there is such a server. */
  snapshot?(physicalId: string, snapshotId: string, request: ResourceRequest, world: World): Promise<void>
}

export interface ResourceRequest {
  type: string
  logicalId: string
  stackName: string
  stackId: string
  /** With every intrinsic function and dynamic reference resolved. */
  properties: Readonly<Record<string, JsonValue>>
  /** Of the stack and of the resource. */
  tags: Readonly<Record<string, string>>
}

export interface ResourceOutcome {
  /** What Ref gives. */
  physicalId: string
  /** What GetAtt gives, by attribute name, dots included: `Endpoint.Address`. */
  attributes: Readonly<Record<string, JsonValue>>
}

/** The reason that a resource's event shows. */
export class ResourceFailure extends Error {}

/** The PostgreSQL servers behind RDS, Aurora and Redshift resources, by the database's identifier. */
export interface DatabaseServers {
  /** Makes a server, empty or from a snapshot, and starts it. */
  create(request: DatabaseServerRequest): Promise<DatabaseServer>
  find(id: string): DatabaseServer | undefined
  setPassword(id: string, user: string, password: string): Promise<void>
  delete(id: string): Promise<void>
  /** A snapshot of the running server's whole data, consistent, without stopping it. */
  snapshot(id: string, snapshotId: string): Promise<void>
  deleteSnapshot(snapshotId: string): Promise<void>
  /** Starts the servers that an earlier local cloud on this folder left, on their old ports where those are free. */
  startAll(): Promise<void>
  /** Stops every server; they start again with the next local cloud on this folder. */
  stopAll(): Promise<void>
}

export interface DatabaseServerRequest {
  id: string
  engine: 'postgres' | 'redshift'
  user: string
  password: string
  database?: string
  snapshotId?: string
}

export interface DatabaseServer {
  id: string
  host: string
  port: number
  user: string
  database: string
}

/** Table `secrets`, by ARN: CloudFormation resolves `{{resolve:secretsmanager:…}}` from it. */
export interface SecretRecord {
  arn: string
  name: string
  value: string
  tags: Record<string, string>
  createdAt: string
}

/** Table `ssm-parameters`, by name: CloudFormation resolves SSM parameter types and `{{resolve:ssm:…}}` from it. */
export interface ParameterRecord {
  name: string
  value: string
  type: 'String' | 'StringList' | 'SecureString'
}
