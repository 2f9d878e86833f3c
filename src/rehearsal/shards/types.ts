import type { Verdict } from '../types.ts'

/** One share of a rehearsal that several machines do together, and what each of them does. */
export interface Shard {
  /** From 1 to `total`. The first one runs the checks too. */
  number: number
  total: number
  /** The pipelines of each shard by name, in the order of their numbers. */
  split: readonly (readonly string[])[]
}

/** What one shard found: a verdict on its own pipelines. `verdict.2-of-4.json` is this. */
export interface ShardVerdict extends Verdict {
  shard: Shard
}
