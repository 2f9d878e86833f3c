/** replica.yml, checked and with every default filled in. Durations are in milliseconds. */
export interface Spec {
  /** The file that it was read from, as the user named it. */
  path: string
  production: {
    region?: string
    /** Live stacks, in the order written. Empty where template files are given. */
    stacks: readonly string[]
    /** Template files, by the name that stands for the stack. */
    templates: Readonly<Record<string, TemplateFile>>
    /** Values for parameters of live stacks that AWS masks (NoEcho), by stack and parameter. */
    parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>
  }
  replica: {
    ttlMs: number
    /** The longest life that an extension can give, from the creation. */
    maxTtlMs: number
    /** How many replicas of the project may be up at the same time. */
    atMost: number
    /** What resources are shrunk to; by logical id where the team chose. */
    size: 'smallest' | 'same' | Readonly<Record<string, string>>
    keepOnFailureMs: number
    /** Whether a replica is only made where a schedule will delete it. */
    requireFuse: boolean
    runOn: 'auto' | 'runner' | { host: string }
    /** Leaks and shared resources that the team takes on itself, by name. */
    allow: readonly string[]
  }
  aws: AwsSpec
  stores: Readonly<Record<string, StoreSpec>>
  mask: readonly MaskRule[]
  change: {
    /** The revision whose code the baseline runs, by its merge base with the checkout. */
    base: string
    /** Ordered SQL files, by store: glob patterns relative to replica.yml. */
    migrations: Readonly<Record<string, readonly string[]>>
    /** Commands of the team's that migrate, run after the SQL files. */
    run: readonly string[]
    rollout: boolean
  }
  checks: readonly CheckSpec[]
  pipelines: readonly PipelineSpec[]
  accept: readonly Acceptance[]
  notify: {
    from?: string
    to: readonly string[]
    when: 'always' | 'failure' | 'change'
    /** In place of SES. */
    smtp?: SmtpSpec
  }
}

export interface SmtpSpec {
  host: string
  port: number
  tls: 'starttls' | 'tls' | 'none'
  /** Names of environment variables: no credential is ever in replica.yml. */
  login?: { userVariable: string; passwordVariable: string }
}

export interface TemplateFile {
  path: string
  parameters: Readonly<Record<string, string>>
}

/** What a role is taken for. */
export type Duty = 'provision' | 'teardown' | 'notify'

export interface AwsSpec {
  /** ARNs, by duty; whoever the environment says where there is none. */
  roles: Readonly<Partial<Record<Duty, string>>>
  /** ARN of the role that reads production, taken from the one that provisions. */
  readRole?: string
  /** The only accounts in which anything may be called; any where it is empty. */
  accounts: readonly string[]
}

export interface StoreSpec {
  /** Logical id of the database resource; `Stack/LogicalId` where several stacks have one of that name. */
  resource: string
  database: string
  /** `latest-snapshot`, a snapshot id, or `empty`: a new database without data. */
  data: string
  /** Further host names by which production's code knows this database. */
  hostnames?: readonly string[]
}

/** What can become of a personal value; docs/masking.md says what each does to which type. */
export const maskMethods = ['fake-name', 'fake-email', 'fake-phone', 'hash', 'shift-date', 'empty', 'null', 'keep'] as const

export type MaskMethod = (typeof maskMethods)[number]

/** What becomes of the columns that its four parts name; each part is a name, or a pattern with `*` and `?`. */
export interface MaskRule {
  store: string
  schema: string
  table: string
  column: string
  method: MaskMethod
  /** `file:line:column` of the rule. */
  place: string
}

export interface CheckSpec {
  name: string
  run: string
  /** The store that PG* points at; the only store where there is just one. */
  store?: string
  timeoutMs: number
}

export interface PipelineSpec {
  name: string
  /** A shell line, or an SQL file that the helper runs itself. */
  job: { kind: 'command'; run: string } | { kind: 'sql'; file: string }
  store?: string
  needs: readonly string[]
  /** Patterns of the files that it writes, relative to the folder it runs in, or absolute. */
  outputs?: readonly string[]
  timeoutMs: number
  /** Logical id of the host it must run on. */
  on?: string
  /** A command that must exit 0, else the pipeline is skipped and named as not tested. */
  skipUnless?: string
}

export interface Acceptance {
  rule: string
  store?: string
  /** `schema.table`; any where absent. */
  table?: string
  column?: string
  pipeline?: string
  because: string
  /** Last day, YYYY-MM-DD (UTC). */
  until: string
}
