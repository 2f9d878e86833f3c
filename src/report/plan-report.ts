import { estimateCost } from '../derive/estimate/cost.ts'
import { estimateTime } from '../derive/estimate/time.ts'
import type { Plan } from '../derive/types.ts'
import type { Production } from '../production/types.ts'
import { locateLeaks } from './plan-lines.ts'
import { maskReport } from './plan-mask.ts'
import type { PlanReport } from './plan-types.ts'

/** A plan with what it will take and cost, where its leaks come from, and without secrets: what every face of it is made from. */
export function reportPlan(plan: Plan, production: Pick<Production, 'stacks'>): PlanReport {
  const time = estimateTime(plan)
  const estimate = { time, cost: estimateCost(plan, time) }
  return maskReport({ ...plan, leaks: locateLeaks(plan.leaks, production), estimate }, production)
}
