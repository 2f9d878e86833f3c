import { fail } from '../../errors.ts'
import { listDatabases } from '../../production/databases.ts'
import { fold, foldText } from '../../production/fold.ts'
import type { Production, TemplateResource } from '../../production/types.ts'
import type { Spec } from '../../spec/types.ts'
import { type DraftStack, drop, note } from '../draft.ts'
import { lastRulesFor, rulesFor } from '../rules/index.ts'
import { applyChange } from './apply-change.ts'
import type { Outcome, Rule, RuleContext, Subject } from './rule.ts'
import { stackFacts } from './stack-facts.ts'
import { referToStandIns } from './stand-ins.ts'
import { isInReplica, type Targets, targetsOf } from './targets.ts'

/** What rules are asked with, worked out once for all stacks of a production. */
export interface RuleSetting {
  production: Production
  spec: Spec
  targets: Targets
  /** By `stack/LogicalId`. */
  stores: ReadonlyMap<string, RuleContext['store']>
}

/** The setting for `applyRules`. */
export function ruleSetting(production: Production, spec: Spec): RuleSetting {
  return { production, spec, targets: targetsOf(production, spec.replica.allow), stores: findStores(production, spec) }
}

/** Holds every resource of a draft against the rules of its type. Throws `derive.name_taken`. */
export function applyRules(stack: DraftStack, setting: RuleSetting): void {
  const work: Work = { stack, setting, standIns: new Map(), contextOf: contexts(stack, setting) }
  for (const find of [rulesFor, lastRulesFor]) {
    for (const logicalId of Object.keys(stack.template.Resources)) {
      const rules = find(stack.template.Resources[logicalId]?.Type ?? '')
      if (rules.length === 0) continue
      const context = work.contextOf(logicalId)
      for (const rule of rules) applyRule(work, logicalId, rule, context)
    }
  }
  referToStandIns(stack, work.standIns)
}

interface Work {
  stack: DraftStack
  setting: RuleSetting
  standIns: Map<string, string>
  contextOf(logicalId: string): RuleContext
}

function applyRule(work: Work, logicalId: string, rule: Rule, context: RuleContext): void {
  const resource = work.stack.template.Resources[logicalId]
  if (resource === undefined) return
  const outcome = rule.decide(subjectOf(logicalId, resource), context)
  if (outcome === undefined) return
  for (const [name, other] of Object.entries(outcome.standIns ?? {})) work.standIns.set(name, other)
  if (outcome.kind === 'dropped') drop(work.stack, logicalId, rule.name, outcome.reason)
  else if (outcome.kind === 'refused') refuse(work, logicalId, resource, rule, outcome)
  else alter(work.stack, logicalId, resource, rule, outcome)
}

function alter(stack: DraftStack, logicalId: string, resource: TemplateResource, rule: Rule, outcome: Outcome): void {
  const isChanged = applyChange(resource, outcome)
  addResources(stack, rule, outcome)
  if (isChanged || outcome.kind === 'kept') note(stack, logicalId, outcome.kind, rule.name, outcome.reason)
}

/** What the team took on itself by name is kept, and said so. */
function refuse({ stack, setting }: Work, logicalId: string, resource: TemplateResource, rule: Rule, outcome: Outcome): void {
  const isAllowed = isAllowedResource(setting.spec, stack.source.name, logicalId)
  if (isAllowed) applyChange(resource, outcome)
  if (isAllowed) note(stack, logicalId, 'kept', rule.name, 'replica.allow names it')
  else note(stack, logicalId, 'refused', rule.name, outcome.reason)
}

/** Whether `replica.allow` names a resource: `LogicalId` or `Stack/LogicalId`. */
export function isAllowedResource(spec: Spec, stack: string, logicalId: string): boolean {
  return spec.replica.allow.includes(logicalId) || spec.replica.allow.includes(`${stack}/${logicalId}`)
}

function addResources(stack: DraftStack, rule: Rule, outcome: Outcome): void {
  for (const [logicalId, resource] of Object.entries(outcome.add ?? {})) {
    if (stack.template.Resources[logicalId] !== undefined) throw fail('derive.name_taken', { stack: stack.source.name, name: logicalId })
    stack.template.Resources[logicalId] = resource
    note(stack, logicalId, 'added', rule.name, 'a new password, which production does not know')
  }
}

function subjectOf(logicalId: string, { Type, Properties, CreationPolicy }: TemplateResource): Subject {
  return { logicalId, Type, Properties: Properties ?? {}, CreationPolicy }
}

/** Each resource's context: what it shares with the others of its stack is worked out once. */
function contexts(stack: DraftStack, { production, spec, targets, stores }: RuleSetting): (logicalId: string) => RuleContext {
  const physicalIds = new Map(stack.source.resources.map((each) => [each.logicalId, each.physicalId]))
  const shared = {
    fold: (value: Parameters<RuleContext['fold']>[0]) => fold(value, stack.scope),
    foldText: (value: Parameters<RuleContext['fold']>[0]) => foldText(value, stack.scope),
    facts: stackFacts(stack.source),
    isLeft: (id: string) => Object.hasOwn(stack.template.Resources, id),
    isInReplica: (value: Parameters<RuleContext['fold']>[0]) => isInReplica(value, stack, targets),
    isAllowed: (value: Parameters<RuleContext['fold']>[0]) => targets.allowed.has(foldText(value, stack.scope) ?? ''),
    region: production.region,
    account: production.account,
    longestLifeDays: Math.ceil(spec.replica.maxTtlMs / 86_400_000),
  }
  const context: RuleContext = { ...shared, physicalId: undefined, size: 'smallest', store: undefined }
  // One object for all resources, since no rule keeps it.
  return (logicalId) => {
    context.physicalId = physicalIds.get(logicalId)
    context.size = sizeOf(spec, logicalId)
    context.store = stores.size === 0 ? undefined : stores.get(`${stack.source.name}/${logicalId}`)
    return context
  }
}

function sizeOf(spec: Spec, logicalId: string): RuleContext['size'] {
  const { size } = spec.replica
  if (typeof size === 'string') return size
  const chosen = Object.hasOwn(size, logicalId) ? size[logicalId] : undefined
  return chosen === undefined ? 'smallest' : { chosen }
}

/** A store's resource is named as `LogicalId` or `Stack/LogicalId`. */
function findStores(production: Production, spec: Spec): Map<string, RuleContext['store']> {
  const named = Object.entries(spec.stores)
  const found = new Map<string, RuleContext['store']>()
  for (const { stack, logicalId } of named.length === 0 ? [] : listDatabases(production.stacks)) {
    const path = `${stack.name}/${logicalId}`
    const [name, store] = named.find(([, each]) => each.resource === logicalId || each.resource === path) ?? []
    if (name !== undefined && store !== undefined) found.set(path, { name, data: store.data, snapshot: production.snapshots[name] })
  }
  return found
}
