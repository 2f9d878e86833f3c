import type { Clock } from '../../ports/clock.ts'
import type { Cloud } from '../../ports/cloud.ts'
import type { StackDescription } from '../../ports/stacks.ts'
import type { Replica } from '../types.ts'
import { overviewOf, type ReplicaOverview } from './overview.ts'
import { toReplica } from './replica.ts'
import { readReplicaTags } from './tags.ts'
import { timelineOf } from './timeline.ts'

/** One replica, from the tags and outputs of its stacks alone, with what was created when; undefined where there is none. */
export async function findReplica(replicaId: string, { cloud }: { cloud: Cloud }): Promise<Replica | undefined> {
  const stacks = (await findStacks(cloud)).get(replicaId)
  if (stacks === undefined) return undefined
  const known = stacks.map(async (description) => ({ description, timeline: timelineOf(await cloud.stacks.events(description.arn)) }))
  return toReplica(await Promise.all(known))
}

/** Every replica of the account and region, oldest first. What was created when is left out: it takes a call a stack. */
export async function listReplicas(
  { cloud, clock }: { cloud: Cloud; clock: Clock },
  list: () => Promise<readonly StackDescription[]> = () => cloud.stacks.list(),
): Promise<ReplicaOverview[]> {
  const found = [...byReplica(await list()).values()]
  const now = clock.now()
  return found.map((stacks) => overviewOf(stacks, now)).sort((a, b) => (isOlder(a, b) ? -1 : 1))
}

/** Which of two replicas was there first; the same answer for everyone who asks, also within one millisecond. */
export function isOlder(one: Pick<Replica, 'createdAt' | 'id'>, other: Pick<Replica, 'createdAt' | 'id'>): boolean {
  return one.createdAt === other.createdAt ? one.id < other.id : one.createdAt < other.createdAt
}

/** The stacks of each replica, by its id, in the order in which they were made. Nested stacks belong to their roots. */
export async function findStacks(cloud: Cloud): Promise<Map<string, StackDescription[]>> {
  return byReplica(await cloud.stacks.list())
}

function byReplica(stacks: readonly StackDescription[]): Map<string, StackDescription[]> {
  const found = new Map<string, StackDescription[]>()
  const oldestFirst = [...stacks].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
  for (const stack of oldestFirst) {
    const id = readReplicaTags(stack.tags)?.id
    if (id === undefined || stack.rootArn !== undefined) continue
    const stacks = found.get(id)
    if (stacks === undefined) found.set(id, [stack])
    else stacks.push(stack)
  }
  return found
}
