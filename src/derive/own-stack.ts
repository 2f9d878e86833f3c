import { createHash } from 'node:crypto'
import { scopeOf } from '../production/fold.ts'
import type { Production, ProductionStack, TemplateResource } from '../production/types.ts'
import { type DraftStack, note } from './draft.ts'

/** A stack of the plan's own, which stands for none of production's. */
export interface OwnStack extends DraftStack {
  /** What people call it. */
  title: string
}

/** An empty one. Its name, `prod-replica-<id>-<name>`, is no production stack's: those begin with a letter, `name` with a digit. */
export function ownStack(name: string, about: { title: string; description: string; replicaId: string }, production: Production): OwnStack {
  const source: ProductionStack = {
    name,
    template: { Resources: {} },
    parameters: {},
    resources: [],
    outputs: {},
    origin: 'the plan',
  }
  return {
    title: about.title,
    source,
    scope: scopeOf(source, production),
    name: `prod-replica-${about.replicaId}-${name}`,
    template: { AWSTemplateFormatVersion: '2010-09-09', Description: about.description, Resources: {} },
    parameters: {},
    decisions: new Map(),
    children: new Map(),
  }
}

/** Whether a draft is one of the plan's own. */
export function isOwnStack(stack: DraftStack): stack is OwnStack {
  return 'title' in stack
}

/** Adds a resource and says why. */
export function addResource(stack: DraftStack, logicalId: string, resource: TemplateResource, why: { rule: string; reason: string }): void {
  stack.template.Resources[logicalId] = resource
  note(stack, logicalId, 'added', why.rule, why.reason)
}

/** A logical id of the plan's own, the same for the same parts. */
export function ownId(prefix: string, parts: readonly string[]): string {
  return `ProdReplica${prefix}${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8)}`
}
