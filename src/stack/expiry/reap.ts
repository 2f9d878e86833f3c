import { idTag } from '../../derive/tags.ts'
import type { Emit } from '../../events.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Cloud } from '../../ports/cloud.ts'
import type { StackDescription } from '../../ports/stacks.ts'
import type { Budget } from '../budget/budget.ts'
import { deleteReplicas } from '../delete/delete.ts'
import { findTagged, type Leftover, onlyStanding } from '../delete/survivors.ts'
import { toStackPorts } from '../ports.ts'
import { listReplicas } from '../replica/find.ts'
import type { ReplicaOverview } from '../replica/overview.ts'
import { readReplicaTags } from '../replica/tags.ts'

/** Which replicas are to be reaped; without any of these, the expired ones. */
export interface ReapChoice {
  /** Those that are older than so many milliseconds, expired or not. */
  olderThanMs?: number
  /** Only those of this owner. */
  owner?: string
  /** Expired or not. */
  all?: boolean
}

export interface Reaped {
  /** Replicas that were chosen, oldest first; after a dry run they are still there. */
  reaped: string[]
  /** Those that were left though they were meant, with the reason. */
  skipped: { id: string; reason: string }[]
  /** Replicas of which no stack is left, but something that carries their tag. */
  swept: string[]
  /** Names of the stacks that are gone. */
  deleted: string[]
  survivors: string[]
}

/**
 * Deletes the replicas that are due, from their tags alone, hundreds at the same time, and what is left of replicas whose
 * stacks are gone. What is in use is skipped: a stack whose operation began less than an hour ago. Whether a replica is
 * due is asked again right before each of its stacks is deleted. Nothing to reap is a success. Throws `cloud.*`.
 */
export async function reapReplicas(
  choice: ReapChoice,
  options: { dryRun: boolean },
  ports: { cloud: Cloud; clock: Clock; emit: Emit; budget?: Budget },
): Promise<Reaped> {
  const stackPorts = toStackPorts(ports)
  // In this order: what is tagged by the first call has a stack that the second one names, unless that is gone.
  const tagged = await findTagged([], stackPorts)
  const replicas = await stackPorts.budget.call(() => listReplicas(stackPorts), undefined, 'DescribeStacks')
  const leftovers = await onlyStanding(orphansIn(tagged, replicas), stackPorts)
  const now = ports.clock.now()
  const meant = replicas.filter((replica) => isMeant(replica, choice, now))
  const chosen = meant.filter(({ inUse }) => inUse === undefined)
  const swept = ownersOf(leftovers, choice, now)
  const outcome = {
    reaped: chosen.map(({ id }) => id),
    skipped: meant.flatMap(({ id, inUse }) => (inUse === undefined ? [] : [{ id, reason: inUse }])),
    swept,
  }
  const ids = [...outcome.reaped, ...swept]
  if (options.dryRun || ids.length === 0) return { ...outcome, deleted: [], survivors: [] }
  const byExpiry = choice.all !== true && choice.olderThanMs === undefined
  const isDue = ({ tags }: StackDescription): boolean => !byExpiry || !livesOn(tags, ports.clock.now())
  return { ...outcome, ...(await deleteReplicas(ids, stackPorts, { isDue })) }
}

function isMeant(replica: ReplicaOverview, { olderThanMs, owner, all }: ReapChoice, now: Date): boolean {
  if (owner !== undefined && replica.owner !== owner) return false
  if (all === true) return true
  return olderThanMs === undefined ? replica.isExpired : now.getTime() - Date.parse(replica.createdAt) > olderThanMs
}

/** What carries the tag of a replica of which no stack is left. What a stack holds need not be read one by one. */
function orphansIn(tagged: readonly Leftover[], replicas: readonly ReplicaOverview[]): Leftover[] {
  const standing = new Set(replicas.map(({ id }) => id))
  return tagged.filter(({ replicaId }) => replicaId !== '' && !standing.has(replicaId))
}

/** Ids of the replicas that only leftovers tell of, none of which says that it is still to live, unless all are to go. */
function ownersOf(leftovers: readonly Leftover[], { owner, all }: ReapChoice, now: Date): string[] {
  const mine = leftovers.filter(({ tags }) => owner === undefined || readReplicaTags(tags)?.owner === owner)
  const living = new Set(mine.filter(({ tags }) => all !== true && livesOn(tags, now)).map(({ replicaId }) => replicaId))
  return [...new Set(mine.map(({ replicaId }) => replicaId))].filter((id) => !living.has(id)).sort()
}

/** What carries nothing but the id, or an expiry that nobody can read, does not say that it is to live on. */
function livesOn(tags: Readonly<Record<string, string>>, now: Date): boolean {
  const expiresAt = readReplicaTags({ ...tags, [idTag]: 'any' })?.expiresAt ?? ''
  return Date.parse(expiresAt) > now.getTime()
}
