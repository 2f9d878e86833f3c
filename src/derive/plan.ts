import { failAll, type ReplicaError } from '../errors.ts'
import type { Production } from '../production/types.ts'
import type { Spec } from '../spec/types.ts'
import { applyRules, ruleSetting } from './apply-rules.ts'
import { capabilitiesOf } from './capabilities.ts'
import { cleanReferences } from './clean-up.ts'
import { type DraftStack, draftStacks } from './draft.ts'
import { rewireExports, type StackNeeds } from './exports.ts'
import { findLeaks } from './leaks.ts'
import { renameResources } from './names.ts'
import { dropUnusedParameters, resolveParameters } from './parameters.ts'
import { deleteWithStack, withoutDeploymentRules } from './policies.ts'
import { orderStacks } from './stack-order.ts'
import { addStores } from './stores.ts'
import type { Decision, Plan, PlannedStack } from './types.ts'

/**
 * Turns production into a plan that can stand beside it: pure, and the same bytes for the same input. Refused resources
 * and leaks are in the plan, so that it can be shown; `requireNoLeaks` stops it. Throws `derive.parameter_needed`,
 * `derive.name_impossible`, `derive.name_taken`, `derive.stacks_in_circle`, `production.store_unknown`.
 */
export function derivePlan(production: Production, spec: Spec, run: { replicaId: string }): Plan {
  const stacks = draftStacks(production, run.replicaId)
  const setting = ruleSetting(production, spec)
  for (const stack of stacks) applyRules(stack, setting)
  cleanReferences(stacks)
  throwAll(stacks.flatMap(resolveParameters))
  const needs = rewireExports(stacks, spec, run.replicaId)
  throwAll(renameResources(stacks, run.replicaId))
  const stores = addStores(stacks, production, spec)
  for (const stack of stacks) finish(stack)
  const plan = {
    replicaId: run.replicaId,
    region: production.region,
    account: production.account,
    stacks: inOrder(stacks, needs),
    stores,
  }
  return { ...plan, leaks: findLeaks(plan, production, spec.replica.allow) }
}

function throwAll(faults: readonly ReplicaError[]): void {
  if (faults.length > 0) throw failAll(faults)
}

function finish(stack: DraftStack): void {
  deleteWithStack(stack)
  withoutDeploymentRules(stack)
  dropUnusedParameters(stack)
}

/** A stack of which nothing is left is not made: CloudFormation refuses a template without resources. */
function inOrder(stacks: readonly DraftStack[], needs: StackNeeds): PlannedStack[] {
  const whole = stacks.filter((stack) => Object.keys(stack.template.Resources).length > 0)
  const byName = new Map(whole.map((stack) => [stack.source.name, stack]))
  const ordered = orderStacks([...byName.keys()], needs).flatMap((name) => byName.get(name) ?? [])
  return ordered.map((stack) => ({
    production: stack.source.name,
    name: stack.name,
    template: stack.template,
    parameters: stack.parameters,
    inputs: {},
    nested: {},
    capabilities: capabilitiesOf(stack.template),
    needs: [...(needs.get(stack.source.name) ?? [])].flatMap((name) => byName.get(name)?.name ?? []),
    decisions: decisionsOf(stack),
  }))
}

/** One for every resource of production, in its template's order, then what the plan added. */
function decisionsOf(stack: DraftStack): Decision[] {
  const own = Object.entries(stack.source.template.Resources).map(([logicalId, { Type }]) => {
    const kept = { rule: 'kept', reason: 'nothing in it names or reaches production' }
    return stack.decisions.get(logicalId) ?? { logicalId, type: Type, kind: 'kept' as const, reasons: [kept] }
  })
  const added = [...stack.decisions.values()].filter((each) => stack.source.template.Resources[each.logicalId] === undefined)
  return [...own, ...added]
}
