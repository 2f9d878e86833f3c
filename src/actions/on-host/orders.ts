import type { Event } from '../../events.ts'
import type { Revision } from '../../ports/revisions.ts'
import type { IntegrateOptions } from '../../rehearsal/integrate.ts'
import type { Verdict } from '../../rehearsal/types.ts'
import type { Replica } from '../../stack/types.ts'
import type { StoredError } from './stored-error.ts'

/** What can be done on a host: the stores masked, or masked and the change rehearsed on them. */
export type Task = 'mask' | 'integrate'

/** What a host is told, sealed for it alone: it holds the stores' passwords. */
export interface Orders {
  task: Task
  /** How much of the pipelines; all without it. */
  share?: IntegrateOptions
  replica: Replica
  /** The names that pipelines may know this host by. */
  hostNames: readonly string[]
  /** The file of the checkout that is the team's. */
  config: string
  /** What the user calls the results folder. */
  results: string
  /** Of the stores, by ARN. */
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Variables of the runner that pipelines would get there. */
  environment: Readonly<Record<string, string>>
  /** What git says of the checkout on the runner, and the commit whose files are sent as the base. */
  revisions: { current?: Revision; base?: string }
  lease: Lease
}

/** Renewed while the caller is there. Whoever hears of no new turn ends the work. */
export interface Lease {
  turn: number
  /** How many events have arrived: they need not be sent again. */
  seen: number
  /** Addresses of the next lease, of the news, and of the result. */
  next: string
  news: string
  result: string
}

/** What a host tells, again and again, in one object. */
export interface News {
  /** One more each time. */
  turn: number
  /** Number of the first of `events`, from 0. */
  from: number
  events: readonly Event[]
  /** Everything has been said, and nothing is left running there. */
  isEnded: boolean
}

/** What came of a task: a verdict, the columns that were masked, or why there is neither. */
export interface TaskResult {
  verdict?: Verdict
  masked?: readonly string[]
  failure?: StoredError
}

/** Names of files in the folder that a host works in. */
export const hostFiles = {
  program: 'prod-replica.cjs',
  code: 'code.parcel',
  base: 'base.parcel',
  checkout: 'checkout',
  results: 'checkout/.prod-replica',
  key: 'key',
  /** The address of the orders. */
  orders: 'orders',
  result: 'task-result.json',
} as const
