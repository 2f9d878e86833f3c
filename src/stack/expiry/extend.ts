import { fail } from '../../errors.ts'
import type { Emit } from '../../events.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Cloud } from '../../ports/cloud.ts'
import type { StackDescription } from '../../ports/stacks.ts'
import { formatDuration } from '../../spec/duration.ts'
import { type Budget, createBudget } from '../budget/budget.ts'
import type { Fuse } from '../create/fuse.ts'
import { hashOf } from '../hash.ts'
import type { StackPorts } from '../ports.ts'
import { findStacks } from '../replica/find.ts'
import { readOurs } from '../replica/ours.ts'
import { overviewOf } from '../replica/overview.ts'
import { withExpiry } from '../replica/tags.ts'
import { followEvents } from '../watch/follow.ts'
import { isUsable } from '../watch/watch.ts'

/**
 * Moves the expiry of a replica to `ttlMs` from now: the fuse first, so that it does not burn down meanwhile, then the tag
 * of every stack. Returns the new expiry (ISO 8601, UTC); undefined where there is no such replica. Throws
 * `replica.life_too_long` above `maxTtlMs` from the creation, `replica.not_extendable` for a stack that is not at rest,
 * `stack.not_ours`, `cloud.*`, and the signal's reason.
 */
export async function extendReplica(
  replicaId: string,
  { ttlMs, maxTtlMs }: { ttlMs: number; maxTtlMs: number },
  ports: { cloud: Cloud; clock: Clock; emit: Emit; signal?: AbortSignal; budget?: Budget; fuse?: Pick<Fuse, 'move'> },
): Promise<string | undefined> {
  const budget = ports.budget ?? createBudget(ports.clock)
  const stacks = (await budget.call(() => findStacks(ports.cloud))).get(replicaId)
  if (stacks === undefined) return undefined
  const expiryMs = ports.clock.now().getTime() + ttlMs
  requireAllowed(stacks, replicaId, expiryMs, { maxTtlMs, now: ports.clock.now() })
  const expiresAt = new Date(expiryMs).toISOString()
  await ports.fuse?.move(expiresAt)
  await Promise.all(stacks.map((stack) => extendStack(stack, replicaId, expiresAt, { ...ports, budget })))
  ports.emit('replica.extended', { replicaId, until: expiresAt })
  return expiresAt
}

function requireAllowed(
  stacks: readonly StackDescription[],
  replicaId: string,
  expiryMs: number,
  { maxTtlMs, now }: { maxTtlMs: number; now: Date },
): void {
  const resting = stacks.find(({ status }) => !isUsable(status))
  if (resting !== undefined) throw fail('replica.not_extendable', { stack: resting.name, replicaId, status: resting.status })
  const latestMs = Date.parse(overviewOf(stacks, now).createdAt) + maxTtlMs
  if (expiryMs <= latestMs) return
  const [until, latest] = [new Date(expiryMs).toISOString(), new Date(latestMs).toISOString()]
  throw fail('replica.life_too_long', { replicaId, until, latest, longest: formatDuration(maxTtlMs) })
}

/** An update of the tags alone: CloudFormation hands them on to the resources, so what is left of one knows its end too. */
async function extendStack({ arn }: StackDescription, replicaId: string, expiresAt: string, ports: StackPorts): Promise<void> {
  const { cloud, budget, signal } = ports
  const after = (await budget.call(() => cloud.stacks.events(arn), signal, 'DescribeStackEvents')).at(-1)?.id
  const stack = await readOurs(arn, replicaId, ports)
  if (stack === undefined) return
  const request = {
    arn,
    parameters: Object.keys(stack.parameters),
    tags: withExpiry(stack.tags, expiresAt),
    capabilities: stack.capabilities ?? [],
    token: `prod-replica-${hashOf(['extend', arn, expiresAt])}`,
    mode: 'STANDARD' as const,
  }
  if (!(await budget.call(() => cloud.stacks.update(request), signal, 'UpdateStack'))) return
  await untilUpdated(stack, replicaId, after, ports)
}

async function untilUpdated(stack: StackDescription, replicaId: string, after: string | undefined, ports: StackPorts): Promise<void> {
  const status = await followEvents(
    { arn: stack.arn, ...(after === undefined ? {} : { after }) },
    async (events) => events.findLast(({ isStack, status: each }) => isStack && !each.endsWith('_IN_PROGRESS'))?.status,
    ports,
  )
  if (status !== 'UPDATE_COMPLETE') throw fail('replica.not_extendable', { stack: stack.name, replicaId, status })
}
