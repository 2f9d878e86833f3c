/** A replica as CloudFormation knows it. Plain data; `replica.json` is this, and nothing in it is secret. */
export interface Replica {
  id: string
  owner: string
  region: string
  account: string
  createdAt: string
  /** ISO 8601, UTC. After it anyone's reap deletes the replica. */
  expiresAt: string
  stacks: readonly ReplicaStack[]
  stores: Readonly<Record<string, ReplicaStore>>
  /** Hosts that can be commanded, by the names that replica.yml knows them by. */
  hosts: Readonly<Record<string, ReplicaHost>>
  /** The one of `hosts` that run-integration works on; absent where it works on the runner. */
  runOn?: string
}

export interface ReplicaStack {
  name: string
  arn: string
  /** Of the production stack that it stands for. */
  production: string
  status: string
  outputs: Readonly<Record<string, string>>
  /** What was created, for the report's timeline and picture. */
  resources: readonly { logicalId: string; type: string; startedAt: string; finishedAt?: string; status: string }[]
}

export interface ReplicaStore {
  engine: 'postgres' | 'redshift'
  host: string
  port: number
  database: string
  user: string
  /** Secrets Manager ARN whose JSON has `password`. */
  secretArn: string
}

/** An instance by its id, or the one instance of an Auto Scaling group by the group's name. */
export interface ReplicaHost {
  kind: 'instance' | 'group'
  id: string
}

/** Who asks for a replica, and for which run: made by circleci/ from CIRCLE_*, or from the machine. */
export interface RunIdentity {
  /** Lower-case letters, digits and hyphens, 3 to 20 characters; the same for every job of one pipeline. */
  replicaId: string
  /** Project and person, for the owner tag: at most 256 characters of a tag's alphabet. */
  owner: string
  /** `project/branch`, under which mails are threaded and leftovers found. */
  thread: string
  /** Link to the CI run. */
  url?: string
  /** `#123`, where CI numbers its runs. */
  number?: string
}
