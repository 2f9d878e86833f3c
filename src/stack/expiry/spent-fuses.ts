import type { Emit } from '../../events.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Cloud } from '../../ports/cloud.ts'
import type { Budget } from '../budget/budget.ts'
import { type FuseSetting, replicaOf } from '../create/fuse.ts'
import { findStacks } from '../replica/find.ts'

/**
 * Removes the schedules that have nothing left to delete: those of replicas that are `gone`, and those of any others that
 * are due and of which there is no stack: it was never made, or the schedule has done its work. Throws `cloud.*`.
 */
export async function removeSpentFuses(
  gone: readonly string[],
  { group }: FuseSetting,
  ports: { cloud: Cloud; clock: Clock; emit: Emit; budget: Budget },
): Promise<void> {
  const { cloud, budget, emit } = ports
  const names = await budget.call(() => cloud.schedules.names(group, ''), undefined, 'ListSchedules')
  if (names.length === 0) return
  const standing = await budget.call(() => findStacks(cloud), undefined, 'DescribeStacks')
  const spent = await spentOf(
    names.filter((name) => !standing.has(replicaOf(name))),
    new Set(gone),
    group,
    ports,
  )
  await Promise.all(spent.map((name) => budget.call(() => cloud.schedules.remove(group, name), undefined, 'DeleteSchedule')))
  if (spent.length > 0) emit('fuse.spent', { schedules: spent.length })
}

/** A replica that is about to be made has its schedule before its stack; but one that is not due yet. */
async function spentOf(
  names: readonly string[],
  gone: ReadonlySet<string>,
  group: string,
  { cloud, clock, budget }: { cloud: Cloud; clock: Clock; budget: Budget },
): Promise<string[]> {
  const isDue = async (name: string): Promise<boolean> => {
    const schedule = await budget.call(() => cloud.schedules.read(group, name), undefined, 'GetSchedule')
    return schedule !== undefined && schedule.startAt.getTime() <= clock.now().getTime()
  }
  const judged = await Promise.all(names.map(async (name) => ({ name, isSpent: gone.has(replicaOf(name)) || (await isDue(name)) })))
  return judged.filter(({ isSpent }) => isSpent).map(({ name }) => name)
}
