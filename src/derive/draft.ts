import { createHash } from 'node:crypto'
import { type Scope, scopeOf } from '../production/fold.ts'
import type { Production, ProductionStack, Template } from '../production/types.ts'
import type { Decision, DecisionKind } from './types.ts'

/** One stack while its plan is being made: its own copy of the template, changed step by step. */
export interface DraftStack {
  source: ProductionStack
  /** Works out expressions as they are in production. */
  scope: Scope
  name: string
  template: Template
  parameters: Record<string, string>
  decisions: Map<string, Decision>
}

/** Kinds from light to weighty: a resource that several rules touched shows the weightiest. */
const weights: readonly DecisionKind[] = [
  ...(['kept', 'added', 'renamed', 'shrunk', 'disabled', 'restored', 'stubbed', 'shared', 'dropped', 'refused'] as const),
]

/** A draft of each production stack, in production's order; nothing of production's own data is changed by it. */
export function draftStacks(production: Production, replicaId: string): DraftStack[] {
  return production.stacks.map((source) => ({
    source,
    scope: scopeOf(source, production),
    name: stackName(replicaId, source.name),
    template: structuredClone(source.template),
    parameters: {},
    decisions: new Map(),
  }))
}

/** Notes what a rule did to a resource, and why. */
export function note(stack: DraftStack, logicalId: string, kind: DecisionKind, rule: string, reason: string): void {
  const before = stack.decisions.get(logicalId)
  const type = stack.source.template.Resources[logicalId]?.Type ?? stack.template.Resources[logicalId]?.Type ?? ''
  const weightiest = before !== undefined && weights.indexOf(before.kind) > weights.indexOf(kind) ? before.kind : kind
  const reasons = [...(before?.reasons ?? []), { rule, reason }]
  stack.decisions.set(logicalId, { logicalId, type, kind: weightiest, reasons })
}

/** Takes a resource out of the draft. */
export function drop(stack: DraftStack, logicalId: string, rule: string, reason: string): void {
  delete stack.template.Resources[logicalId]
  note(stack, logicalId, 'dropped', rule, reason)
}

/** `prod-replica-<id>-<production>`; a name over 128 characters is cut and keeps a hash of the whole. */
function stackName(replicaId: string, production: string): string {
  const whole = `prod-replica-${replicaId}-${production}`
  if (whole.length <= 128) return whole
  const hash = createHash('sha256').update(production).digest('hex').slice(0, 8)
  return `${whole.slice(0, 119)}-${hash}`
}
