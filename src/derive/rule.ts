import type { Snapshot } from '../ports/cloud.ts'
import type { JsonValue } from '../production/json.ts'
import type { TemplateResource } from '../production/types.ts'
import type { DecisionKind } from './types.ts'

/**
 * What becomes of resources of some types. A rule is data and one small pure function; the engine (apply-rules.ts)
 * finds it by type, carries its outcome out and keeps the reason.
 */
export interface Rule {
  /** In plans and reports, in kebab-case. */
  name: string
  /** Resource types; `AWS::GuardDuty::*` for a whole service, `*` for every resource. */
  types: readonly string[]
  decide(resource: Subject, context: RuleContext): Outcome | undefined
}

/** The resource as it is when the rule's turn comes. */
export interface Subject extends TemplateResource {
  logicalId: string
  Properties: Record<string, JsonValue>
}

export interface Outcome {
  kind: DecisionKind
  reason: string
  /** Properties that get these values. */
  set?: Readonly<Record<string, JsonValue>>
  /** Properties that are taken away. */
  unset?: readonly string[]
  /** Resources that are added beside it, by logical id. */
  add?: Readonly<Record<string, TemplateResource>>
}

export interface RuleContext {
  /** The value of an expression in production; undefined where only a running stack knows. */
  fold(value: JsonValue | undefined): JsonValue | undefined
  foldText(value: JsonValue | undefined): string | undefined
  /** Logical ids that are resources of the same stack. */
  isSibling(logicalId: string): boolean
  /** The instance class that the team chose for it; `same`, or `smallest` where the rule knows best. */
  size: 'smallest' | 'same' | { chosen: string }
  /** The store of replica.yml that it is, if it is one. */
  store: { name: string; data: string; snapshot: Snapshot | undefined } | undefined
}

/** An outcome that only sets and unsets properties. */
export function change(kind: DecisionKind, reason: string, set: Outcome['set'], unset?: Outcome['unset']): Outcome {
  return { kind, reason, ...(set === undefined ? {} : { set }), ...(unset === undefined ? {} : { unset }) }
}
