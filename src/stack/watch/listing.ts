import type { StackPorts } from '../ports.ts'
import type { Fleet } from './fleet.ts'

/** Tells of stacks, from the listings that all who are followed share, whose events are worth reading. */
export interface Listing {
  /** It has come to rest or changed its status, or its events were not read for long. Throws what the call throws. */
  hasNews(arn: string): Promise<boolean>
}

/** Among many, events are read at least so often for each stack that is followed, so that a failure within it is seen. */
const perFollowedMs = 500
const leastReadMs = 30_000

export function createListing(fleet: Fleet, { clock, signal }: StackPorts): Listing {
  const startedMs = clock.now().getTime()
  const known = new Map<string, { status: string | undefined; readMs: number }>()
  return {
    async hasNews(arn) {
      const before = known.get(arn) ?? { status: undefined, readMs: startedMs }
      const status = (await fleet.look(arn, signal))?.status
      const nowMs = clock.now().getTime()
      const isMoving = status?.endsWith('_IN_PROGRESS') === true && (before.status === undefined || before.status === status)
      const isOverdue = nowMs - before.readMs > Math.max(leastReadMs, fleet.followed * perFollowedMs)
      const isRead = !isMoving || isOverdue
      known.set(arn, { status, readMs: isRead ? nowMs : before.readMs })
      return isRead
    },
  }
}
