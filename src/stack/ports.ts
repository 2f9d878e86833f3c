import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { Budget } from './budget/budget.ts'

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
