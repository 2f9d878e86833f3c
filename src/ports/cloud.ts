import type { Endpoints } from './endpoints.ts'
import type { Hosts } from './hosts.ts'
import type { Repositories } from './repositories.ts'
import type { Resources } from './resources.ts'
import type { Schedules } from './schedules.ts'
import type { StackReader, StackWriter } from './stacks.ts'
import type { Tagged } from './tagged.ts'

/** The AWS services that the helper calls, in one account and region. SDK clients are loaded at first use. */
export interface Cloud {
  readonly region: string
  readonly stacks: StackReader & StackWriter
  readonly schedules: Schedules
  readonly identity: Identity
  readonly snapshots: Snapshots
  readonly endpoints: Endpoints
  readonly secrets: Secrets
  readonly buckets: Buckets
  readonly repositories: Repositories
  readonly resources: Resources
  readonly tagged: Tagged
  readonly hosts: Hosts
  readonly mailer: Mailer
  /** The same for who paces calls by itself: here the services with strict rates tell of throttling at once, and nothing waits it out. */
  readonly paced?: Cloud
}

export interface Identity {
  /** STS GetCallerIdentity. Throws `cloud.no_credentials`, `cloud.rejected_credentials`, and `identity.*` where a role is to be taken. */
  whoAmI(): Promise<{ account: string; arn: string; partition: string }>
}

export interface Snapshots {
  /** The newest available snapshot (automated or manual) of one production database; undefined where there is none. */
  latest(source: SnapshotSource): Promise<Snapshot | undefined>
}

export interface SnapshotSource {
  kind: 'rds-instance' | 'rds-cluster' | 'redshift-cluster'
  /** The database's own identifier in production. */
  physicalId: string
}

export interface Snapshot {
  /** What a restore names: DBSnapshotIdentifier (an ARN for RDS) or SnapshotIdentifier. */
  id: string
  createdAt: Date
  masterUser: string
  /** Gibibytes allocated, where the service says. */
  sizeGiB?: number
}

export interface Secrets {
  /** The secret's JSON fields, or the whole string under `value` where it is not a JSON object. */
  read(arn: string): Promise<Record<string, string>>
}

export interface Buckets {
  put(bucket: string, key: string, content: string | Uint8Array): Promise<void>
  /** Where CloudFormation reads that object: the https address, or the one of a custom endpoint. */
  url(bucket: string, key: string): string
  /** The bytes of an object; undefined where there is no such object. */
  get(bucket: string, key: string): Promise<Uint8Array | undefined>
  /** An address with which anybody may make one kind of request on one object for so many seconds, and while our credentials last. */
  link(bucket: string, key: string, method: 'GET' | 'PUT', seconds: number): Promise<string>
  /** Deletes every object, version and delete marker whose key begins so; returns how many. No such bucket is an empty one. */
  removeBelow(bucket: string, prefix: string): Promise<number>
  /** Deletes every object, version and delete marker; returns how many. */
  empty(bucket: string): Promise<number>
  /** The bucket's tags; empty where it has none, undefined where there is no such bucket. */
  tags(bucket: string): Promise<Record<string, string> | undefined>
}

export interface Mailer {
  /** Sends one raw message through SES. Throws `notify.*` with SES's refusal in plain words. */
  send(message: { from: string; to: readonly string[]; raw: Uint8Array }): Promise<{ messageId: string }>
  /** What SES knows of this account, and which of the identities (addresses, domains; at most 100) it has verified. Throws `cloud.*`. */
  look(identities: readonly string[]): Promise<SendingAccount>
}

/** An account of SES in one region. */
export interface SendingAccount {
  region: string
  isEnabled: boolean
  /** Of the identities asked for; in lower case. */
  verified: readonly string[]
  /** Mails in 24 hours; -1 where there is no limit. */
  mailsPerDay: number
  sentToday: number
  mailsPerSecond: number
}
