import { fail } from '../../errors.ts'
import type { StackDescription } from '../../ports/stacks.ts'
import { deleteStack } from '../delete/delete-stack.ts'
import type { StackPorts } from '../ports.ts'
import { requireOurs } from '../replica/ours.ts'
import { readFresh } from '../stale.ts'
import type { Course } from '../statuses.ts'
import { courseOf } from '../statuses.ts'
import { pollDelayMs } from '../watch/pace.ts'

/** What a name stands for before a stack of that name is made. */
export type Standing = { kind: 'absent' } | { kind: 'follow' | 'adopt'; stack: StackDescription }

/** A name, and what is known of it from calls that came before. */
export interface Place {
  name: string
  replicaId: string
  /** ARNs of stacks that were seen to end: one that is still described is a stale answer. */
  gone: Set<string>
  /** CreateStack said that the name is taken: no stack of that name is a stale answer. */
  isTaken: boolean
}

const longestWaitMs = 90 * 60_000
const heartbeatMs = 60_000

/**
 * Finds out what stands in the place of a stack, and makes room where an earlier run left something that cannot be
 * used: what moves is waited for, for up to 90 minutes, and what failed is deleted. Throws `stack.not_ours`, `stack.busy`,
 * `stack.unknown_status`, `stack.delete_failed`, and the signal's reason.
 */
export async function standingOf(place: Place, ports: StackPorts): Promise<Standing> {
  const { clock, signal } = ports
  const startedMs = clock.now().getTime()
  let toldMs = startedMs
  for (let count = 0; ; count++) {
    const stack = await readFresh(place.name, (found) => isStale(found, place), ports)
    const course = requireCourse(stack, place)
    if (stack === undefined || course === 'absent') return { kind: 'absent' }
    if (course === 'adopt' || course === 'follow') return { kind: course, stack }
    if (course === 'replace') {
      await clearAway(stack, place, ports)
      return { kind: 'absent' }
    }
    const nowMs = clock.now().getTime()
    if (nowMs - startedMs > longestWaitMs) throw fail('stack.busy', { stack: place.name, status: stack.status })
    if (nowMs - toldMs >= heartbeatMs) {
      toldMs = nowMs
      ports.emit('stack.waiting', { stack: place.name, open: [stack.status], seconds: Math.round((nowMs - startedMs) / 1000) })
    }
    await clock.sleep(pollDelayMs({ count, elapsedMs: nowMs - startedMs, expectedMs: 0 }), signal)
  }
}

function isStale(stack: StackDescription | undefined, { gone, isTaken }: Place): boolean {
  if (stack === undefined) return isTaken
  // A stack that someone else begins to make this moment may look as if it were a change set alone.
  return gone.has(stack.arn) || stack.status === 'REVIEW_IN_PROGRESS'
}

function requireCourse(stack: StackDescription | undefined, { replicaId, gone }: Place): Course {
  if (stack === undefined || gone.has(stack.arn)) return 'absent'
  requireOurs(stack, replicaId)
  const course = courseOf(stack.status)
  if (course === undefined) throw fail('stack.unknown_status', { stack: stack.name, status: stack.status })
  return course
}

async function clearAway(stack: StackDescription, { replicaId, gone }: Place, ports: StackPorts): Promise<void> {
  ports.emit('stack.replaced', { stack: stack.name, status: stack.status })
  const { isGone, survivors } = await deleteStack(stack, replicaId, ports)
  if (!isGone) throw fail('stack.delete_failed', { stack: stack.name, reason: survivors.join('; ') })
  gone.add(stack.arn)
}
