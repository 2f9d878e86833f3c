import type { StackDescription } from '../../ports/stacks.ts'
import type { StackPorts } from '../ports.ts'
import type { WatchedDeletion } from '../watch/watch-deletion.ts'
import { type Obstacle, obstaclesIn } from './obstacles.ts'
import { unprotect } from './protections.ts'
import { type Holding, holdingsOf } from './resources.ts'

const mostAttempts = 4
/** So long, in milliseconds from the beginning, what is on its way out is waited for, however many attempts it takes. */
const patienceMs = 30 * 60_000
const firstWaitMs = 15_000
const longestWaitMs = 120_000
const shortestWaitMs = 2_000

/**
 * Mends what one attempt to delete a stack failed at, as far as it can be mended, so that the next one has a chance:
 * turns protections off, and waits for what is on its way out, longer from time to time. What has to be emptied is
 * emptied at the beginning of each attempt. Returns false, having done nothing, when it has been tried often enough: after
 * four attempts, or half an hour where something only has to go away. Throws `stack.not_ours`, `cloud.*`, and the signal's reason.
 */
export async function cureObstacles(
  stack: StackDescription,
  replicaId: string,
  failed: { outcome: WatchedDeletion; attempt: number; startedAt: Date },
  ports: StackPorts,
): Promise<boolean> {
  const obstacles = await allObstacles(stack, failed.outcome, ports)
  const canOutlast =
    obstacles.some(({ cure }) => cure === 'outlast') && ports.clock.now().getTime() - failed.startedAt.getTime() < patienceMs
  if (failed.attempt >= mostAttempts && !canOutlast) return false
  for (const { cure, type, physicalId } of obstacles) {
    if (cure === 'unprotect' && physicalId !== undefined) await unprotect({ type, id: physicalId }, replicaId, ports)
  }
  const waitMs = waitFor(obstacles, failed.attempt)
  const seconds = Math.round(waitMs / 1000)
  ports.emit('stack.delete_retried', { stack: stack.name, seconds, obstacles: obstacles.map(({ logicalId }) => logicalId) })
  await ports.clock.sleep(waitMs, ports.signal)
  return true
}

/** Those of nested stacks are told in the nested stacks' events only. */
async function allObstacles(stack: StackDescription, { events }: WatchedDeletion, ports: StackPorts): Promise<Obstacle[]> {
  const own = obstaclesIn(events)
  if (!own.some(({ type }) => type === 'AWS::CloudFormation::Stack')) return own
  const nested = new Set((await holdingsOf(stack.arn, ports)).filter(isInner(stack)).map(({ stackArn }) => stackArn))
  const inner = await Promise.all(
    [...nested].map((arn) => ports.budget.call(() => ports.cloud.stacks.events(arn), undefined, 'DescribeStackEvents')),
  )
  return [...own, ...inner.flatMap(obstaclesIn)]
}

function isInner({ arn }: StackDescription): (holding: Holding) => boolean {
  return ({ stackArn }) => stackArn !== arn
}

/** Without a named obstacle, the deletion was called off: an importer still holds an export. */
function waitFor(obstacles: readonly Obstacle[], attempt: number): number {
  const mustWait = obstacles.length === 0 || obstacles.some(({ cure }) => cure !== 'empty' && cure !== 'unprotect')
  return mustWait ? Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)) : shortestWaitMs
}
