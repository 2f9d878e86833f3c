import type { Node } from 'yaml'

/** What a step or a job does to a replica; the words are those of the CLI's commands and the orb's jobs. */
export type ActName = 'provision-replica' | 'run-integration' | 'rehearse' | 'teardown' | 'reap'

/** One thing done to a replica, and when its step runs: after which steps before it, and under which condition (empty: under any). */
export type Act = { name: ActName; node: Node; when: 'on_success' | 'on_fail' | 'always'; condition: string }

/** How a job ends; `waiting` is an approval that nobody gives, and what waits for it. */
export type End = 'success' | 'failed' | 'canceled' | 'not_run' | 'waiting'

/** What a job waits for: jobs by their place in the workflow, and the ends that let it run. */
export type Need = { name: string; node: Node; targets: readonly number[]; ends: ReadonlySet<string> }

/** A job of a workflow. A job group is one too: `inner` are its jobs. */
export type Job = {
  name: string
  node: Node
  body: Node | undefined
  needs: Need[]
  acts: readonly Act[]
  /** An approval waits for a person; a no-op cannot fail. */
  type: 'build' | 'approval' | 'no-op'
  inner: readonly number[] | undefined
}

/** A workflow as a graph; `order` has every job after those it waits for, and leaves out what waits for itself. */
export type Workflow = { name: string; node: Node; body: Node | undefined; jobs: readonly Job[]; order: readonly number[] }

/** The names of the holes. */
export type HoleRule =
  | 'no-teardown'
  | 'teardown-elsewhere'
  | 'not-required'
  | 'provision-not-required'
  | 'misses-an-end'
  | 'too-early'
  | 'filtered'
  | 'conditional'
  | 'other-replica'
  | 'step-on-success'
  | 'step-killed'
  | 'auto-rerun'

/** The names of the remarks: what the config alone cannot settle. */
export type RemarkRule = 'no-reap' | 'reap-unscheduled' | 'unseen-schedule' | 'cancelled' | 'rerun' | 'setup' | 'no-replica'

/** An end after which a replica stays until it expires: what leads to it, at which place, and what to paste there instead. */
export type Hole = {
  rule: HoleRule
  /** file:line:column, both counted from 1. */
  place: string
  found: string
  remedy: string
  /** YAML to paste; empty where a sentence is enough. */
  snippet: string
}

/** Something to know that is no fault of the config. */
export type Remark = { rule: RemarkRule; place: string; text: string }
