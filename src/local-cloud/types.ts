import type { Clock } from '../ports/clock.ts'
import type { Entropy } from '../ports/entropy.ts'
import type { JsonValue } from '../production/json.ts'
import type { FaultSettings } from './faults/settings.ts'

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
  readonly faults: Faults
}

/** Persistent tables of JSON records by key. A change is on disk before the promise resolves. */
export interface State {
  table<Record extends object>(name: string): Table<Record>
  /** What the tables held at an instant in milliseconds of the epoch, as far as the past is kept. */
  asOf(atMs: number): State
}

export interface Table<Record extends object> {
  get(key: string): Record | undefined
  values(): Record[]
  entries(): [string, Record][]
  put(key: string, record: Record): Promise<void>
  remove(key: string): Promise<void>
}

/**
 * A failure on request. Without `times`, `share` and `seconds` it strikes every time. Faults are tried in their order; the
 * first that is due strikes.
 */
export interface Fault {
  /**
   * What it strikes: an API call (`CreateStack`, `cloudformation:*`, `*`), or a step of a resource by type or logical id
   * (`AWS::RDS::DBInstance:create`, `Queue:delete`, `Queue:update`, `Queue:validate`, `Queue:hook`).
   */
  on: string
  /**
   * For a call: an error code of AWS's; `throttled`, `expired`, `skewed`, `invalid-token`, `500` or `503`, which become the
   * service's own; `lost-answer` (the work is done, the connection closed), `reset` (nothing is done, the connection reset)
   * or `502` (a page that no service of AWS's wrote). For a resource: the reason; `stack-deleted` deletes the stack.
   */
  with: string
  /** How many times; then it is used up. */
  times?: number
  /** The share of the calls that it strikes, from 0 to 1; which ones is drawn by the seed. */
  share?: number
  /** It lets so many pass first. */
  after?: number
  /** Real seconds from its first strike after which it is over. */
  seconds?: number
}

/** What is to go wrong in this cloud, which may change while it runs. */
export interface Faults {
  settings(): FaultSettings
  replace(settings: FaultSettings): void
  /** Every fault with how often it struck. */
  hits(): (Fault & { hits: number })[]
  /** The fault that strikes something which has all these names, if any; that counts as one of its times. */
  take(names: readonly string[]): Fault | undefined
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
  /** In place of an answer, the connection is closed, or reset. */
  cut?: 'close' | 'reset'
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
  /** It is in a private subnet: where the cloud keeps such apart, only hosts reach it. */
  isPrivate?: boolean
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
