import { fail, isReplicaError } from '../../errors.ts'
import type { DeploymentMode, StackDescription } from '../../ports/stacks.ts'
import { digestOf } from '../hash.ts'
import type { StackPorts } from '../ports.ts'
import type { Probe } from '../ready/readiness.ts'
import { untilReady } from '../ready/readiness.ts'
import { readReplicaTags } from '../replica/tags.ts'
import type { TimelineEntry } from '../replica/timeline.ts'
import { timelineOf } from '../replica/timeline.ts'
import { readFresh } from '../stale.ts'
import { fleetOf } from '../watch/fleet.ts'
import { isUsable, watchCreation } from '../watch/watch.ts'
import { isPropagation } from './propagation.ts'
import { retryByUpdate } from './retry-update.ts'
import type { Place, Standing } from './standing.ts'
import { standingOf } from './standing.ts'
import type { StackOrder } from './start-stack.ts'
import { startStack } from './start-stack.ts'

export interface CreatedStack {
  description: StackDescription
  timeline: readonly TimelineEntry[]
}

/** Makes one stack, or carries on with it where it is there already. Throws what `createReplica` names. */
export async function createStack(order: StackOrder, probes: readonly Probe[], ports: StackPorts): Promise<CreatedStack> {
  const { planned } = order
  const made = await makeStack(order, ports)
  await untilReady({ planned, description: made.description }, probes, ports.signal)
  return made
}

/** One stack under way: how it is made, and what is known of its name. */
interface Making {
  place: Place
  mode: DeploymentMode
  /** How often CreateStack said that the name or the token is taken, though nothing was there. */
  taken: number
}

const mostAttempts = 5

async function makeStack(order: StackOrder, ports: StackPorts): Promise<CreatedStack> {
  const { planned, run, mode } = order
  const place: Place = { name: planned.name, replicaId: run.replicaId, gone: new Set(), isTaken: false }
  let making: Making = { place, mode, taken: 0 }
  for (let attempt = 1; ; attempt++) {
    const isFresh = attempt === 1 && fleetOf(ports).lacks(planned.name)
    const standing: Standing = isFresh ? { kind: 'absent' } : await standingOf(making.place, ports)
    try {
      const arn = standing.kind === 'absent' ? await start(order, making, ports) : await adopt(order, standing.stack, ports)
      const timeline = await untilComplete(order, arn, standing.kind, making.mode, ports)
      return { description: await describeComplete(planned.name, arn, ports), timeline }
    } catch (error) {
      const next = attempt < mostAttempts ? nextAfter(error, making, standing) : undefined
      if (next === undefined) throw error
      making = next
    }
  }
}

function start(order: StackOrder, { place, mode, taken }: Making, ports: StackPorts): Promise<string> {
  return startStack({ ...order, mode }, [...place.gone, taken].join(' '), ports)
}

/** Its schedule is set to the expiry that the stack has: an earlier run may have had none. */
async function adopt({ planned, run, fuse }: StackOrder, stack: StackDescription, { emit }: StackPorts): Promise<string> {
  const told = { replicaId: run.replicaId, stack: stack.name }
  emit('replica.adopted', told)
  const tags = readReplicaTags(stack.tags)
  if (tags?.digest !== digestOf(planned)) emit('replica.plan_differs', told)
  await fuse?.light(stack.name, tags?.expiresAt ?? '')
  return stack.arn
}

/** Express mode did not do, for the reason that is its cause; a stack that is made in standard mode takes its place. */
class InStandardMode extends Error {}

async function untilComplete(
  order: StackOrder,
  arn: string,
  kind: Standing['kind'],
  mode: DeploymentMode,
  ports: StackPorts,
): Promise<readonly TimelineEntry[]> {
  const { planned, run } = order
  const { cloud, budget, emit, signal } = ports
  if (kind === 'adopt') return timelineOf(await budget.call(() => cloud.stacks.events(arn), signal, 'DescribeStackEvents'))
  try {
    return await watchCreation({ ...planned, arn, mode }, ports)
  } catch (error) {
    const isEarly = isReplicaError(error, 'stack.create_failed') && isPropagation(error.text.message, run.replicaId)
    if (mode !== 'EXPRESS' || !isEarly) throw error
    emit('stack.retried', { stack: planned.name, way: 'update' })
    const timeline = await retryByUpdate(order, arn, ports)
    if (timeline !== undefined) return timeline
    emit('stack.retried', { stack: planned.name, way: 'standard' })
    throw new InStandardMode(undefined, { cause: error })
  }
}

/** With its outputs, which a stale answer does not have yet. */
async function describeComplete(name: string, arn: string, ports: StackPorts): Promise<StackDescription> {
  const seen = fleetOf(ports).seen(arn)
  if (seen !== undefined && isUsable(seen.status)) return seen
  const stack = await readFresh(arn, (found) => found === undefined || !isUsable(found.status), ports)
  if (stack === undefined || !isUsable(stack.status)) throw fail('stack.vanished', { stack: name, status: stack?.status ?? 'gone' })
  return stack
}

/** How to try again after a call that creates has failed; undefined where that would not help. */
function nextAfter(error: unknown, making: Making, standing: Standing): Making | undefined {
  if (error instanceof InStandardMode) return { ...making, mode: 'STANDARD' }
  if (standing.kind !== 'absent') return undefined
  const { place } = making
  // Someone was quicker, or the token belongs to an operation that has ended: look again, and ask with a new one.
  if (isReplicaError(error, 'stack.already_exists')) return { ...making, place: { ...place, isTaken: true }, taken: making.taken + 1 }
  // The answer may have been lost after the work was done: look again, and ask with the same token.
  if (isReplicaError(error, 'cloud.unreachable')) return making
  if (!isReplicaError(error, 'cloud.call_failed')) return undefined
  // Not every region and endpoint knows express mode.
  if (/DeploymentConfig|EXPRESS/.test(error.message) && making.mode === 'EXPRESS') return { ...making, mode: 'STANDARD' }
  return /InternalFailure|InternalError|ServiceUnavailable/.test(error.message) ? making : undefined
}
