import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Cloud } from '../ports/cloud.ts'
import { type Budget, createBudget } from './budget/budget.ts'

/** What every part of this room works with. */
export interface StackPorts {
  readonly cloud: Cloud
  readonly clock: Clock
  readonly emit: Emit
  /** All AWS calls of the process go through it. */
  readonly budget: Budget
  /** Ends waiting at once. Teardown has none: what cleans up carries on. */
  readonly signal?: AbortSignal
}

/** What the parts of this room work with, from what its callers have: a budget for its calls, and clients that leave the pace to it. */
export function toStackPorts<Given extends Omit<StackPorts, 'budget'> & { budget?: Budget }>(given: Given): Given & { budget: Budget } {
  return { ...given, cloud: given.cloud.paced ?? given.cloud, budget: given.budget ?? createBudget(given.clock) }
}
