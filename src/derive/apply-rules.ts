import { fail } from '../errors.ts'
import { findDatabases } from '../production/databases.ts'
import { fold, foldText } from '../production/fold.ts'
import type { Production, TemplateResource } from '../production/types.ts'
import type { Spec } from '../spec/types.ts'
import { type DraftStack, drop, note } from './draft.ts'
import type { Outcome, Rule, RuleContext, Subject } from './rule.ts'
import { rulesFor } from './rules/index.ts'

/** Holds every resource of a draft against the rules of its type. Throws `derive.name_taken`. */
export function applyRules(stack: DraftStack, production: Production, spec: Spec): void {
  for (const logicalId of Object.keys(stack.template.Resources)) {
    const type = stack.template.Resources[logicalId]?.Type
    if (type === undefined) continue
    const context = contextOf(stack, logicalId, production, spec)
    for (const rule of rulesFor(type)) applyRule(stack, logicalId, rule, context, spec)
  }
}

function applyRule(stack: DraftStack, logicalId: string, rule: Rule, context: RuleContext, spec: Spec): void {
  const resource = stack.template.Resources[logicalId]
  if (resource === undefined) return
  const outcome = rule.decide(subjectOf(logicalId, resource), context)
  if (outcome === undefined) return
  if (outcome.kind === 'dropped') drop(stack, logicalId, rule.name, outcome.reason)
  else if (outcome.kind === 'refused') refuse(stack, logicalId, rule, outcome, spec)
  else alter(stack, logicalId, resource, rule, outcome)
}

function alter(stack: DraftStack, logicalId: string, resource: TemplateResource, rule: Rule, outcome: Outcome): void {
  const isChanged = changeProperties(resource, outcome)
  addResources(stack, rule, outcome)
  if (isChanged) note(stack, logicalId, outcome.kind, rule.name, outcome.reason)
}

/** What the team took on itself by name is kept, and said so. */
function refuse(stack: DraftStack, logicalId: string, rule: Rule, outcome: Outcome, spec: Spec): void {
  const isAllowed = isAllowedResource(spec, stack.source.name, logicalId)
  if (isAllowed) note(stack, logicalId, 'kept', rule.name, 'replica.allow names it')
  else note(stack, logicalId, 'refused', rule.name, outcome.reason)
}

/** Whether `replica.allow` names a resource: `LogicalId` or `Stack/LogicalId`. */
export function isAllowedResource(spec: Spec, stack: string, logicalId: string): boolean {
  return spec.replica.allow.includes(logicalId) || spec.replica.allow.includes(`${stack}/${logicalId}`)
}

/** Tells whether anything is different afterwards. */
function changeProperties(resource: TemplateResource, outcome: Outcome): boolean {
  const before = resource.Properties ?? {}
  const unset = (outcome.unset ?? []).filter((name) => before[name] !== undefined)
  const set = Object.entries(outcome.set ?? {}).filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value))
  const kept = Object.entries(before).filter(([name]) => !unset.includes(name))
  if (unset.length + set.length > 0) resource.Properties = { ...Object.fromEntries(kept), ...Object.fromEntries(set) }
  return unset.length + set.length > 0
}

function addResources(stack: DraftStack, rule: Rule, outcome: Outcome): void {
  for (const [logicalId, resource] of Object.entries(outcome.add ?? {})) {
    if (stack.template.Resources[logicalId] !== undefined) throw fail('derive.name_taken', { stack: stack.source.name, name: logicalId })
    stack.template.Resources[logicalId] = resource
    note(stack, logicalId, 'added', rule.name, 'a new password, which production does not know')
  }
}

function subjectOf(logicalId: string, resource: TemplateResource): Subject {
  return { ...resource, logicalId, Properties: resource.Properties ?? {} }
}

function contextOf(stack: DraftStack, logicalId: string, production: Production, spec: Spec): RuleContext {
  return {
    fold: (value) => fold(value, stack.scope),
    foldText: (value) => foldText(value, stack.scope),
    isSibling: (id) => stack.source.template.Resources[id] !== undefined,
    size: sizeOf(spec, logicalId),
    store: storeOf(stack, logicalId, production, spec),
  }
}

function sizeOf(spec: Spec, logicalId: string): RuleContext['size'] {
  const { size } = spec.replica
  if (typeof size === 'string') return size
  const chosen = Object.hasOwn(size, logicalId) ? size[logicalId] : undefined
  return chosen === undefined ? 'smallest' : { chosen }
}

function storeOf(stack: DraftStack, logicalId: string, production: Production, spec: Spec): RuleContext['store'] {
  for (const [name, store] of Object.entries(spec.stores)) {
    const found = findDatabases(production.stacks, store.resource)
    const isIt = found.some((each) => each.stack.name === stack.source.name && each.logicalId === logicalId)
    if (isIt) return { name, data: store.data, snapshot: production.snapshots[name] }
  }
  return undefined
}
