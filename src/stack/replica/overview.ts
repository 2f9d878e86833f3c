import type { StackDescription } from '../../ports/stacks.ts'
import type { Replica } from '../types.ts'
import { toReplica } from './replica.ts'
import { readReplicaTags } from './tags.ts'

export type ReplicaState = 'up' | 'creating' | 'updating' | 'deleting' | 'failed'

/** A replica at one moment, with what decides over its life. */
export interface ReplicaOverview extends Replica {
  state: ReplicaState
  isExpired: boolean
  /** By list prices, in US dollars, as far as they are known. */
  perHourUsd?: number
  /** What keeps it from being reaped although it is expired: an operation under way, a stack that failed. */
  keptBy?: string
  /** An operation of CloudFormation that began less than an hour ago. */
  inUse?: string
}

/** A stack that is in motion longer than this, in milliseconds, is taken to be stuck, and keeps nothing any more. */
const longestOperationMs = 3_600_000
/** Of a replica whose expiry cannot be read, since somebody wrote over its tag. */
const longestLifeMs = 24 * 3_600_000

/** What the stacks of one replica say about it at `now`. */
export function overviewOf(stacks: readonly StackDescription[], now: Date): ReplicaOverview {
  const replica = toReplica(stacks.map((description) => ({ description, timeline: [] })))
  const inUse = stacks.map((stack) => operationOf(stack, now)).find((text) => text !== undefined)
  const keptBy = inUse ?? stacks.map(failureOf).find((text) => text !== undefined)
  const perHourUsd = stacks.map(({ tags }) => readReplicaTags(tags)?.perHourUsd).find((amount) => amount !== undefined)
  return {
    ...replica,
    state: stateOf(stacks.map(({ status }) => status)),
    isExpired: expiryMsOf(replica) <= now.getTime(),
    ...(perHourUsd === undefined ? {} : { perHourUsd }),
    ...(keptBy === undefined ? {} : { keptBy }),
    ...(inUse === undefined ? {} : { inUse }),
  }
}

/** When a replica ends, in milliseconds since 1970; a day after its creation where its tag says nothing that can be read. */
export function expiryMsOf({ createdAt, expiresAt }: Pick<Replica, 'createdAt' | 'expiresAt'>): number {
  const expiryMs = Date.parse(expiresAt)
  return Number.isNaN(expiryMs) ? Date.parse(createdAt) + longestLifeMs : expiryMs
}

/** `company/pipelines by ada` → `company/pipelines`: what a limit counts. */
export function projectOf(owner: string): string {
  const end = owner.lastIndexOf(' by ')
  return end < 0 ? owner : owner.slice(0, end)
}

/** REVIEW_IN_PROGRESS is a change set that nobody has carried out: nothing moves. */
function operationOf({ name, status, changedAt, createdAt }: StackDescription, now: Date): string | undefined {
  if (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') return undefined
  const sinceMs = now.getTime() - (changedAt ?? createdAt).getTime()
  return sinceMs < longestOperationMs ? `${name} is ${status} for ${Math.max(0, Math.round(sinceMs / 60_000))} min` : undefined
}

function failureOf({ name, status, statusReason }: StackDescription): string | undefined {
  if (!hasFailed(status)) return undefined
  return `${name} is ${status}${statusReason === undefined ? '' : `: ${statusReason}`}`
}

function stateOf(statuses: readonly string[]): ReplicaState {
  const has = (words: RegExp): boolean => statuses.some((status) => words.test(status))
  if (has(/^DELETE_IN_PROGRESS$/)) return 'deleting'
  if (statuses.some(hasFailed)) return 'failed'
  if (has(/^(CREATE|REVIEW)_IN_PROGRESS$/)) return 'creating'
  return has(/_IN_PROGRESS$/) ? 'updating' : 'up'
}

function hasFailed(status: string): boolean {
  return /FAILED/.test(status) || /^ROLLBACK_/.test(status)
}
