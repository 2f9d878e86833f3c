import type { Production } from '../production/types.ts'
import type { guardRoles } from './boundary/guard-roles.ts'
import { capabilitiesOf } from './capabilities.ts'
import { type DraftStack, isMade, rootsOf } from './draft.ts'
import type { StackNeeds } from './exports.ts'
import { isOwnStack } from './own-stack.ts'
import { orderStacks } from './stack-order.ts'
import type { Decision, LeftOutStack, Plan, PlannedNested, PlannedStack, PlannedStore } from './types.ts'

interface Parts {
  drafts: readonly DraftStack[]
  needs: StackNeeds
  stores: Readonly<Record<string, PlannedStore>>
  hosts: Pick<Plan, 'hosts' | 'runOn'>
  boundary: ReturnType<typeof guardRoles>
  replicaId: string
}

/** The plan that finished drafts make. A stack of which nothing is left is not made: CloudFormation refuses one without resources. */
export function assemblePlan(
  production: Production,
  { drafts, needs, stores, hosts: { hosts, runOn }, boundary, replicaId }: Parts,
): Omit<Plan, 'leaks'> {
  const whole = rootsOf(drafts).filter((stack) => !isEmpty(stack))
  const byName = new Map(whole.map((stack) => [stack.source.name, stack]))
  const ordered = orderStacks([...byName.keys()], needs).flatMap((name) => byName.get(name) ?? [])
  const stacks = ordered.map((stack): PlannedStack => {
    const siblings = [...(needs.get(stack.source.name) ?? [])].flatMap((name) => byName.get(name)?.name ?? [])
    return toPlanned(stack, boundary?.neededBy.has(stack) ? [boundary.stack.name, ...siblings] : siblings)
  })
  const all = boundary === undefined ? stacks : [boundary.stack, ...stacks]
  const leftOut = drafts.filter((stack) => !isMade(stack) || isEmpty(stack)).map(toLeftOut)
  return { replicaId, region: production.region, account: production.account, stacks: all, leftOut, stores, hosts, runOn }
}

function isEmpty(stack: DraftStack): boolean {
  return Object.keys(stack.template.Resources).length === 0
}

/** What would have been kept goes with the stack that holds it. */
function toLeftOut(stack: DraftStack): LeftOutStack {
  const reason = 'the stack that holds it is left out'
  const decisions = decisionsOf(stack).map((decision): Decision => {
    if (decision.kind === 'dropped') return decision
    return { ...decision, kind: 'dropped', reasons: [...decision.reasons, { rule: 'stack-left-out', reason }] }
  })
  return { production: stack.source.name, decisions }
}

function toPlanned(stack: DraftStack, needs: readonly string[]): PlannedStack {
  const nested = nestedOf(stack)
  return {
    ...(isOwnStack(stack) ? { production: '', title: stack.title } : { production: stack.source.name }),
    name: stack.name,
    template: stack.template,
    parameters: stack.parameters,
    nested,
    capabilities: capabilitiesOf(stack.template, nested),
    needs,
    decisions: decisionsOf(stack),
  }
}

function nestedOf(stack: DraftStack): Record<string, PlannedNested> {
  const made = [...stack.children].filter(([logicalId]) => stack.template.Resources[logicalId] !== undefined)
  return Object.fromEntries(
    made.map(([logicalId, child]) => [
      logicalId,
      { production: child.source.name, template: child.template, nested: nestedOf(child), decisions: decisionsOf(child) },
    ]),
  )
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
