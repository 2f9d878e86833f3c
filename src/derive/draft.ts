import { createHash } from 'node:crypto'
import { callOf, fold, foldText, type Scope, scopeOf } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import type { Production, ProductionStack, Template, TemplateResource } from '../production/types.ts'
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
  /** Of a nested stack: the draft that holds it. */
  parent?: DraftStack
  /** Nested stacks, by their logical id here. */
  children: Map<string, DraftStack>
}

/** Kinds from light to weighty: a resource that several rules touched shows the weightiest. */
const weights: readonly DecisionKind[] = [
  ...(['kept', 'added', 'renamed', 'shrunk', 'disabled', 'restored', 'stubbed', 'shared', 'dropped', 'refused'] as const),
]

/** A draft of each production stack, in production's order; nothing of production's own data is changed by it. */
export function draftStacks(production: Production, replicaId: string): DraftStack[] {
  const drafts = new Map<string, DraftStack>()
  for (const source of production.stacks) {
    const parent = source.parent === undefined ? undefined : drafts.get(source.parent.stack)
    const scope = scopeOf(source, production)
    const draft: DraftStack = {
      source,
      scope,
      name: stackName(replicaId, source.name),
      template: withChosenProperties(structuredClone(source.template), scope),
      parameters: {},
      decisions: new Map(),
      children: new Map(),
    }
    drafts.set(source.name, draft)
    if (parent !== undefined && source.parent !== undefined) adoptChild(parent, source.parent.logicalId, draft)
  }
  return [...drafts.values()]
}

/** Of properties that are chosen as a whole (`Properties: {Fn::If: …}`), those that production has. */
function withChosenProperties(template: Template, scope: Scope): Template {
  for (const resource of Object.values(template.Resources)) {
    const call = callOf(resource.Properties)
    if (call?.name === 'Fn::If') resource.Properties = chosen(call.argument, scope)
  }
  return template
}

function chosen(argument: JsonValue, scope: Scope): Record<string, JsonValue> {
  const [condition, ...branches] = Array.isArray(argument) ? argument : []
  const isTrue = fold({ Condition: condition ?? '' }, scope)
  const taken = branches[isTrue === false ? 1 : 0]
  return typeof taken === 'object' && taken !== null && !Array.isArray(taken) && callOf(taken) === undefined ? taken : {}
}

/** The stacks that are made by a call of their own: all but nested ones. */
export function rootsOf(stacks: readonly DraftStack[]): DraftStack[] {
  return stacks.filter((stack) => stack.parent === undefined)
}

/** The outermost stack that holds a nested one; of any other, itself. */
export function rootOf(stack: DraftStack): DraftStack {
  return stack.parent === undefined ? stack : rootOf(stack.parent)
}

/** Whether the replica still has a stack: a nested one goes with the resource that holds it. */
export function isMade(stack: DraftStack): boolean {
  const { parent, source } = stack
  if (parent === undefined || source.parent === undefined) return true
  return parent.template.Resources[source.parent.logicalId] !== undefined && isMade(parent)
}

/**
 * A nested stack's parameters are what its parent passes. What depends on resources of the parent is new in the replica
 * by itself, so its value in production must not be known here.
 */
function adoptChild(parent: DraftStack, logicalId: string, child: DraftStack): void {
  child.parent = parent
  parent.children.set(logicalId, child)
  const passed = parametersProperty(parent.source.template.Resources[logicalId])
  const known = Object.entries(child.scope.parameters).flatMap(([name]) => {
    if (!Object.hasOwn(passed, name)) return [[name, child.scope.parameters[name] ?? ''] as const]
    const text = passedText(passed[name], parent)
    return text === undefined ? [] : [[name, text] as const]
  })
  child.scope = { ...child.scope, parameters: Object.fromEntries(known), conditions: new Map() }
}

function passedText(value: JsonValue | undefined, parent: DraftStack): string | undefined {
  return Array.isArray(value) ? joined(value.map((each) => foldText(each, parent.scope))) : foldText(value, parent.scope)
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(',')
}

/** What a nested stack's resource passes to it. */
export function parametersProperty(resource: TemplateResource | undefined): Record<string, JsonValue> {
  const { Parameters } = resource?.Properties ?? {}
  return typeof Parameters === 'object' && Parameters !== null && !Array.isArray(Parameters) ? Parameters : {}
}

/** Notes what a rule did to a resource, and why. */
export function note(stack: DraftStack, logicalId: string, kind: DecisionKind, rule: string, reason: string): void {
  const before = stack.decisions.get(logicalId)
  const type = stack.source.template.Resources[logicalId]?.Type ?? stack.template.Resources[logicalId]?.Type ?? ''
  const weightiest = before !== undefined && weights.indexOf(before.kind) > weights.indexOf(kind) ? before.kind : kind
  const reasons = [...(before?.reasons ?? []), { rule, reason }]
  stack.decisions.set(logicalId, { logicalId, type, kind: weightiest, reasons })
}

/** Takes a resource out of the draft. One that would be refused is no danger any more. */
export function drop(stack: DraftStack, logicalId: string, rule: string, reason: string): void {
  delete stack.template.Resources[logicalId]
  note(stack, logicalId, 'dropped', rule, reason)
  const decision = stack.decisions.get(logicalId)
  if (decision !== undefined) stack.decisions.set(logicalId, { ...decision, kind: 'dropped' })
}

/** `prod-replica-<id>-<production>`; a name over 128 characters is cut and keeps a hash of the whole. */
function stackName(replicaId: string, production: string): string {
  const whole = `prod-replica-${replicaId}-${production}`
  if (whole.length <= 128) return whole
  const hash = createHash('sha256').update(production).digest('hex').slice(0, 8)
  return `${whole.slice(0, 119)}-${hash}`
}
