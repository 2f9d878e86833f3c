import type { PlannedNested } from '../../derive/types.ts'
import type { PlanRecord } from '../types.ts'
import type { PlanReport } from './types.ts'

/** What the report needs of a plan: decisions with their reasons, time and cost, and no template or parameter. */
export function recordPlan(plan: PlanReport): PlanRecord {
  const made = plan.stacks.flatMap((stack) => {
    const name = stack.production === '' ? (stack.title ?? stack.name) : stack.production
    return [{ name, decisions: stack.decisions }, ...nestedOf(stack.nested)]
  })
  const leftOut = plan.leftOut.map(({ production, decisions }) => ({ name: production, decisions }))
  const { upSeconds, downSeconds } = plan.estimate.time
  const estimate = { time: { upSeconds, downSeconds }, cost: plan.estimate.cost }
  return { version: 1, region: plan.region, stacks: [...made, ...leftOut], estimate }
}

function nestedOf(nested: Readonly<Record<string, PlannedNested>>): PlanRecord['stacks'][number][] {
  return Object.values(nested).flatMap((child) => [{ name: child.production, decisions: child.decisions }, ...nestedOf(child.nested)])
}
