import type { StackDescription } from '../../ports/stacks.ts'
import type { StackPorts } from '../ports.ts'

/** Many stacks on their way out: one listing follows them all, so that none costs a call of its own. */
export interface Departures {
  /** Waits until a stack whose deletion has just been asked for is gone, or has come to rest again. Throws `cloud.*`. */
  untilSettled(arn: string): Promise<'gone' | 'stays'>
}

interface Leaving {
  sinceMs: number
  /** Its deletion has been seen to be under way, so that any other status is a later one. */
  isMoving: boolean
  settle(how: 'gone' | 'stays'): void
  reject(error: unknown): void
}

/** A page of a listing takes the place of a check of some other stack's tags: at most a tenth of what AWS usually bears. */
const perPageMs = 2_000
const shortestGapMs = 1_500
/** A listing that begins so soon after the deletion was asked for may be older than that, */
const staleMs = 5_000
/** and one that shows no deletion may be so for so long. */
const longStaleMs = 15_000

/** The departures of one budget and cloud. */
export function createDepartures(ports: StackPorts): Departures {
  const leaving = new Map<string, Leaving>()
  let isFollowing = false
  const follow = async (): Promise<void> => {
    isFollowing = true
    for (let pages = 1; leaving.size > 0; ) {
      await ports.clock.sleep(Math.max(shortestGapMs, pages * perPageMs))
      pages = await look(leaving, ports)
    }
    isFollowing = false
  }
  return {
    untilSettled: (arn) =>
      new Promise((settle, reject) => {
        leaving.set(arn, { sinceMs: ports.clock.now().getTime(), isMoving: false, settle, reject })
        if (!isFollowing) void follow()
      }),
  }
}

/** Settles those of which a new listing tells the end. Returns how many pages it took. */
async function look(leaving: Map<string, Leaving>, ports: StackPorts): Promise<number> {
  const beganMs = ports.clock.now().getTime()
  const asked = [...leaving]
  try {
    const { statuses, pages } = await listAll(ports)
    for (const [arn, stack] of asked) {
      const how = endOf(stack, statuses.get(arn), beganMs - stack.sinceMs)
      if (how === undefined) continue
      leaving.delete(arn)
      stack.settle(how)
    }
    return pages
  } catch (error) {
    for (const [arn, { reject }] of asked) {
      leaving.delete(arn)
      reject(error)
    }
    return 1
  }
}

function endOf(stack: Leaving, status: string | undefined, afterMs: number): 'gone' | 'stays' | undefined {
  if (status === undefined) return stack.isMoving || afterMs >= staleMs ? 'gone' : undefined
  if (status === 'DELETE_IN_PROGRESS') stack.isMoving = true
  else if (stack.isMoving || afterMs >= longStaleMs) return 'stays'
  return undefined
}

/** The status of each stack, by its ARN. */
async function listAll({ cloud, budget }: StackPorts): Promise<{ statuses: Map<StackDescription['arn'], string>; pages: number }> {
  const statuses = new Map<string, string>()
  let next: string | undefined
  let pages = 0
  do {
    const page = await budget.call(() => cloud.stacks.listPage(next), undefined, 'DescribeStacks')
    for (const { arn, status } of page.stacks) statuses.set(arn, status)
    next = page.next
    pages++
  } while (next !== undefined)
  return { statuses, pages }
}
