import type { CostEstimate } from '../../derive/estimate/cost.ts'
import type { TimeEstimate } from '../../derive/estimate/time.ts'
import type { Leak, Plan } from '../../derive/types.ts'

/** A plan as it is shown and written: with its estimates, without the values of secret parameters. */
export interface PlanReport extends Plan {
  leaks: readonly LocatedLeak[]
  estimate: { time: TimeEstimate; cost: CostEstimate }
}

/** A leak, with where the template that it comes from was read. */
export interface LocatedLeak extends Leak {
  /** A file's path, or `stack NAME`. */
  origin?: string
}

/** What `plan --out` did. */
export interface PlanFiles {
  /** As the user named it. */
  folder: string
  /** Relative to it; none where the plan may not be carried out. */
  files: readonly string[]
  /** Parameters that the files leave out, as `stack: parameter (why)`. */
  leftOut: readonly string[]
}
