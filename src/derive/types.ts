import type { Template } from '../production/types.ts'

/** What the replica will be: derived templates, and one decision with its reason for every production resource. */
export interface Plan {
  replicaId: string
  /** Where the replica is made. */
  region: string
  account: string
  /** In an order in which each stack's imports come from earlier ones. */
  stacks: readonly PlannedStack[]
  /** Production's stacks, nested ones too, of which the replica has nothing. */
  leftOut: readonly LeftOutStack[]
  stores: Readonly<Record<string, PlannedStore>>
  /** Hosts that the helper can command, by the names that replica.yml knows them by. */
  hosts: Readonly<Record<string, PlannedHost>>
  /** Where run-integration does its work: on the runner, or on one of `hosts`; and why. */
  runOn: { host?: string; reason: string }
  /** Strings of production's that the result still holds. A plan with leaks that are not allowed is not carried out. */
  leaks: readonly Leak[]
}

export interface PlannedStack {
  /** Of the production stack that it stands for; empty for a stack of the plan's own, which stands for none. */
  production: string
  /** What people call a stack of the plan's own: `permissions boundary`. */
  title?: string
  /** Of the replica's stack: `prod-replica-<id>-<production>`, at most 128 characters. */
  name: string
  template: Template
  parameters: Readonly<Record<string, string>>
  /** Templates of nested stacks, by the logical id that they have in this one; their TemplateURL is set when they are staged. */
  nested: Readonly<Record<string, PlannedNested>>
  capabilities: readonly string[]
  /** Names of replica stacks that must be complete before. */
  needs: readonly string[]
  decisions: readonly Decision[]
}

export interface LeftOutStack {
  production: string
  decisions: readonly Decision[]
}

/** A nested stack's template; its parameters come from its parent's template. */
export interface PlannedNested {
  /** `parent/LogicalId` of production. */
  production: string
  template: Template
  nested: Readonly<Record<string, PlannedNested>>
  decisions: readonly Decision[]
}

export type DecisionKind = 'kept' | 'renamed' | 'shrunk' | 'restored' | 'disabled' | 'stubbed' | 'dropped' | 'shared' | 'refused' | 'added'

/** What becomes of one resource; a resource that several rules touched has the weightiest kind and every reason. */
export interface Decision {
  logicalId: string
  type: string
  kind: DecisionKind
  /** One a rule that changed something, in order; for `kept` without changes, why that is safe. */
  reasons: readonly { rule: string; reason: string }[]
}

/** Where the helper finds a store once its stack is complete: names of outputs that the plan has added. */
export interface PlannedStore {
  engine: 'postgres' | 'redshift'
  /** Replica stack that holds it. */
  stack: string
  logicalId: string
  database: string
  user: string
  outputs: { address: string; port: string; secret: string }
}

/** Where the helper finds a host once its stack is complete: the name of an output that the plan has added. */
export interface PlannedHost {
  /** An instance, whose id the output gives; or a group of one, whose name it gives. */
  kind: 'instance' | 'group'
  /** Replica stack that holds it. */
  stack: string
  /** Its logical id there; in a nested stack `Parent/Id`. */
  logicalId: string
  output: string
}

export interface Leak {
  stack: string
  /** JSON pointer into the derived template. */
  path: string
  /** The string that was found. */
  found: string
  /** What it is in production: `physical id of AppDatabase`, `account-bound ARN`, … */
  meaning: string
  /** The team allowed it by name in replica.yml. */
  allowed: boolean
  /** Where production's template says it, both from 1; absent where its text is not known. */
  line?: number
  column?: number
}
