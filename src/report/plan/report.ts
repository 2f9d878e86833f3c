import { estimateCost } from '../../derive/estimate/cost.ts'
import { estimateTime } from '../../derive/estimate/time.ts'
import type { Leak, Plan } from '../../derive/types.ts'
import type { Production } from '../../production/types.ts'
import { maskReport } from './mask.ts'
import type { LocatedLeak, PlanReport } from './types.ts'

/** A plan with what it will take and cost, where its leaks come from, and without secrets: what every face of it is made from. */
export function reportPlan(plan: Plan, production: Pick<Production, 'stacks'>): PlanReport {
  const time = estimateTime(plan)
  const estimate = { time, cost: estimateCost(plan, time) }
  return maskReport({ ...plan, leaks: withOrigins(plan.leaks, production), estimate }, production)
}

function withOrigins(leaks: readonly Leak[], { stacks }: Pick<Production, 'stacks'>): LocatedLeak[] {
  const origins = new Map(stacks.map(({ name, origin }) => [name, origin]))
  return leaks.map((leak) => {
    const origin = origins.get(leak.stack)
    return origin === undefined ? leak : { ...leak, origin }
  })
}
