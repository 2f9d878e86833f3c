import type { Snapshot } from '../../ports/cloud.ts'
import type { JsonValue } from '../../production/json.ts'
import type { TemplateResource } from '../../production/types.ts'
import type { DecisionKind } from '../types.ts'
import type { Edit } from './edit.ts'
import type { StackFacts } from './stack-facts.ts'

/**
 * What becomes of resources of some types. A rule is data and one small pure function; the engine (apply-rules.ts)
 * finds it by type, carries its outcome out and keeps the reason.
 */
export interface Rule {
  /** In plans and reports, in kebab-case. */
  name: string
  /** Resource types; `AWS::GuardDuty::*` for a whole service, `*` for every resource. */
  types: readonly string[]
  /** Asked once every other rule has spoken of every resource: it looks at what is left of the stack. */
  last?: true
  decide(resource: Subject, context: RuleContext): Outcome | undefined
}

/** The resource as it is when the rule's turn comes. */
export interface Subject {
  logicalId: string
  Type: string
  Properties: Record<string, JsonValue>
  CreationPolicy: JsonValue | undefined
}

/** What a rule changes. A path is a property (`MultiAZ`) or lies within one (`LaunchTemplateData.InstanceType`, `Tags.*.Key`). */
export interface Change {
  /** Paths that get these values; within a property only where that is given. */
  set?: Readonly<Record<string, JsonValue>>
  /** Paths that get these values where they have any. */
  replace?: Readonly<Record<string, JsonValue>>
  /** Paths that are taken away. */
  unset?: readonly string[]
  /** Paths whose value is worked out from what is there, in each branch of a choice. */
  edit?: Readonly<Record<string, Edit>>
  /** Attributes of the resource beside its properties; null takes one away. */
  attributes?: Readonly<Partial<Record<'CreationPolicy' | 'UpdatePolicy', JsonValue>>>
}

export interface Outcome extends Change {
  kind: DecisionKind
  reason: string
  /** Resources that are added beside it, by logical id. */
  add?: Readonly<Record<string, TemplateResource>>
  /** What stands in for it, or for one of its attributes (`Id`, `Id.Attribute`), wherever the stack refers to that. */
  standIns?: Readonly<Record<string, string>>
}

export interface RuleContext {
  /** The value of an expression in production; undefined where only a running stack knows. */
  fold(value: JsonValue | undefined): JsonValue | undefined
  foldText(value: JsonValue | undefined): string | undefined
  /** The resources of the same stack of production. */
  facts: StackFacts
  /** Whether the draft still has a resource. */
  isLeft(logicalId: string): boolean
  /** Whether a value stands for something that the replica has too: a resource, name, id, ARN or export of the replicated stacks. */
  isInReplica(value: JsonValue | undefined): boolean
  /** Whether replica.yml allows the text that a value is. */
  isAllowed(value: JsonValue | undefined): boolean
  /** Production's region and account, and the physical id that the resource has there. */
  region: string
  account: string
  physicalId: string | undefined
  /** So many days at most the replica lives, rounded up. */
  longestLifeDays: number
  /** The instance class that the team chose for it; `same`, or `smallest` where the rule knows best. */
  size: 'smallest' | 'same' | { chosen: string }
  /** The store of replica.yml that it is, if it is one. */
  store: { name: string; data: string; snapshot: Snapshot | undefined } | undefined
}

/** An outcome that only sets and unsets properties. */
export function change(kind: DecisionKind, reason: string, set: Change['set'], unset?: Change['unset']): Outcome {
  return { kind, reason, ...(set === undefined ? {} : { set }), ...(unset === undefined ? {} : { unset }) }
}

/** A rule that leaves resources out, whatever is in them. */
export function leftOut(name: string, reason: string, types: readonly string[]): Rule {
  return { name, types: types.map(fullType), decide: () => ({ kind: 'dropped', reason }) }
}

/** A rule that makes the same change in every resource of a type: data alone. Types are written without `AWS::`. */
export function changed(name: string, kind: DecisionKind, reason: string, byType: Readonly<Record<string, Change>>): Rule {
  const changes = new Map(Object.entries(byType).map(([type, each]) => [fullType(type), { kind, reason, ...each }]))
  return { name, types: [...changes.keys()], decide: ({ Type }) => changes.get(Type) }
}

/** As `changed`, unless the team wants production’s sizes. */
export function shrunk(name: string, reason: string, byType: Readonly<Record<string, Change>>): Rule {
  const rule = changed(name, 'shrunk', reason, byType)
  return { ...rule, decide: (subject, context) => (context.size === 'same' ? undefined : rule.decide(subject, context)) }
}

/** `S3::Bucket` is AWS’s; `Custom::*` and `*` are nobody’s. */
export function fullType(type: string): string {
  return /^(AWS::|Custom::|\*$)/.test(type) ? type : `AWS::${type}`
}
