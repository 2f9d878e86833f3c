import type { Clock } from '../../ports/clock.ts'
import type { Cloud } from '../../ports/cloud.ts'
import type { StackDescription } from '../../ports/stacks.ts'
import type { Budget } from '../budget/budget.ts'
import type { FuseSetting } from '../create/fuse.ts'
import { fleetOf } from '../watch/fleet.ts'

/** The stack that `bootstrap` makes. */
export const bootstrapStack = 'prod-replica-bootstrap'
/** Its own tag: it is no part of any replica, so it has none of theirs. */
export const bootstrapTag = 'prod-replica:bootstrap'

/** What the bootstrap of an account and region offers, as its stack's outputs tell. */
export interface Bootstrap {
  stagingBucket?: string
  fuse?: FuseSetting
}

/**
 * Nothing where the account and region have no bootstrap, or only the remains of one that failed. It outlives any
 * replica, so that where all stacks have been listed before, that tells.
 */
export async function findBootstrap(ports: { cloud: Cloud; clock: Clock; budget: Budget }): Promise<Bootstrap> {
  const fleet = fleetOf(ports)
  const listed = fleet.listed()
  const stack = listed === undefined ? await fleet.look(bootstrapStack) : listed.find(({ name }) => name === bootstrapStack)
  if (stack === undefined || !isBootstrap(stack)) return {}
  const output = (name: string): string | undefined => stack.outputs[name]?.value || undefined
  const [stagingBucket, group, roleArn] = [output('StagingBucketName'), output('ScheduleGroupName'), output('SchedulerRoleArn')]
  return {
    ...(stagingBucket === undefined ? {} : { stagingBucket }),
    ...(group === undefined || roleArn === undefined ? {} : { fuse: { group, roleArn } }),
  }
}

/** Whether a stack of that name is the one that we made. */
export function isBootstrap({ tags }: StackDescription): boolean {
  return tags[bootstrapTag] !== undefined
}
