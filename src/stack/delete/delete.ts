import type { Emit } from '../../events.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Cloud } from '../../ports/cloud.ts'
import type { StackDescription } from '../../ports/stacks.ts'
import type { Budget } from '../budget/budget.ts'
import { type StackPorts, toStackPorts } from '../ports.ts'
import { readReplicaTags } from '../replica/tags.ts'
import { fleetOf } from '../watch/fleet.ts'
import { type Deletion, type DeletionOptions, deleteStack } from './delete-stack.ts'
import { createDepartures } from './departures.ts'
import { sweepLeftovers } from './survivors.ts'

/** What became of replicas that were to be deleted. */
export interface DeletedReplicas {
  /** Names of the stacks that are gone. */
  deleted: string[]
  /** What is still there, each with the reason. */
  survivors: string[]
}

/** A listing may be older than what was seen: as long as it cannot be true, it is read again after these pauses, in milliseconds. */
const pausesMs = [500, 1_000, 2_000, 4_000]
/** As many replicas are deleted at the same time: their calls share one budget anyway. */
const mostAtOnce = 500
/** More stacks than this are followed by one listing for all, and not each by its events. */
const fewStacks = 20

/**
 * Deletes every stack that carries the tags of this replica, those that import before those that export, and looks again
 * at the end: `survivors` names the stacks that are still there, and every resource that still carries the replica's tag,
 * with the reason. A stack that cannot be deleted does not keep the others. Nothing to delete is a success. Throws
 * `cloud.*` when it cannot even look.
 */
export async function deleteReplica(
  replicaId: string,
  ports: { cloud: Cloud; clock: Clock; emit: Emit; budget?: Budget },
  asked: Pick<Asked, 'begun'> = {},
): Promise<DeletedReplicas> {
  return await deleteReplicas([replicaId], ports, asked)
}

/**
 * The same for many replicas at once: the stacks are listed, and the leftovers searched for, once for all of them. Where
 * `isDue` says of a stack, read right before its deletion, that it is not due any more, that one is left.
 */
export async function deleteReplicas(
  replicaIds: readonly string[],
  ports: { cloud: Cloud; clock: Clock; emit: Emit; budget?: Budget },
  asked: Asked = {},
): Promise<DeletedReplicas> {
  const { cloud, clock, emit, budget } = ports
  const stackPorts = toStackPorts({ cloud, clock, emit, ...(budget === undefined ? {} : { budget }) })
  const { deleted, survivors } = await deleteStacks(new Set(replicaIds), asked, stackPorts)
  return { deleted, survivors: [...survivors, ...(await sweepLeftovers(replicaIds, survivors, stackPorts))] }
}

type Asked = Pick<DeletionOptions, 'isDue'> & {
  /** Names of stacks that this process has begun: a listing without one of them may be stale. */
  begun?: readonly string[]
}

async function deleteStacks(replicaIds: ReadonlySet<string>, asked: Asked, ports: StackPorts): Promise<DeletedReplicas> {
  const tried = new Set<string>()
  const deleted: string[] = []
  const survivors: string[] = []
  for (;;) {
    const begun = tried.size === 0 ? (asked.begun ?? []) : []
    const found = await findFresh(replicaIds, (stacks) => isBehind(stacks, begun, deleted), ports)
    // A run that was killed may have had a call under way: what turns up meanwhile is deleted too.
    const fresh = found.filter(({ arn }) => !tried.has(arn))
    if (fresh.length === 0) return { deleted, survivors: [...survivors, ...stillListed(found, deleted)] }
    for (const { arn } of fresh) tried.add(arn)
    for (const outcome of await deleteByReplica(fresh, asked, ports)) {
      deleted.push(...outcome.deleted)
      survivors.push(...outcome.survivors)
    }
  }
}

/** Looks again while the answer seems stale; a stack that was begun may have gone, too, so that ends. */
async function findFresh(
  replicaIds: ReadonlySet<string>,
  isStale: (stacks: readonly StackDescription[]) => boolean,
  ports: StackPorts,
): Promise<StackDescription[]> {
  let found = await findStacks(replicaIds, ports)
  for (const pauseMs of pausesMs) {
    if (!isStale(found)) break
    await ports.clock.sleep(pauseMs, ports.signal)
    found = await findStacks(replicaIds, ports)
  }
  return found
}

/** Whether a listing lacks a stack that was begun, or has one whose end was seen. */
function isBehind(stacks: readonly StackDescription[], begun: readonly string[], deleted: readonly string[]): boolean {
  const names = new Set(stacks.map(({ name }) => name))
  return begun.some((name) => !names.has(name)) || deleted.some((name) => names.has(name))
}

async function findStacks(replicaIds: ReadonlySet<string>, ports: StackPorts): Promise<StackDescription[]> {
  const stacks = await fleetOf(ports).all()
  return stacks.filter((stack) => stack.rootArn === undefined && replicaIds.has(readReplicaTags(stack.tags)?.id ?? ''))
}

/** Stacks whose end was seen and that are listed all the same; the others that are left have told their reason. */
function stillListed(found: readonly StackDescription[], deleted: readonly string[]): string[] {
  return found.filter(({ name }) => deleted.includes(name)).map(({ name, status }) => `${name}: it is still listed as ${status}`)
}

async function deleteByReplica(stacks: readonly StackDescription[], { isDue }: Asked, ports: StackPorts): Promise<DeletedReplicas[]> {
  const options: DeletionOptions = {
    ...(isDue === undefined ? {} : { isDue }),
    ...(stacks.length > fewStacks ? { departures: createDepartures(ports) } : {}),
  }
  const byReplica = new Map<string, StackDescription[]>()
  for (const stack of stacks) {
    const id = readReplicaTags(stack.tags)?.id ?? ''
    byReplica.set(id, [...(byReplica.get(id) ?? []), stack])
  }
  const waiting = [...byReplica]
  const outcomes: DeletedReplicas[] = []
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      outcomes.push(await deleteInOrder(next[1], next[0], options, ports))
  }
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, waiting.length) }, work))
  return outcomes
}

/** Level by level: stacks that nobody imports from first, all of one level at once. */
async function deleteInOrder(
  stacks: readonly StackDescription[],
  replicaId: string,
  given: DeletionOptions,
  ports: StackPorts,
): Promise<DeletedReplicas> {
  const deleted: string[] = []
  const survivors: string[] = []
  const levels = levelsOf(stacks)
  for (const level of levels) {
    // What is only on its way out would be in the way of the levels below, so just the last one need not wait for it.
    const options: DeletionOptions = { ...given, mode: level === levels.at(-1) ? 'EXPRESS' : 'STANDARD' }
    const outcomes = await Promise.all(level.map((stack) => deleteOrExplain(stack, replicaId, options, ports)))
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.isGone) deleted.push(level[index]?.name ?? '')
      survivors.push(...outcome.survivors)
    }
  }
  return { deleted, survivors }
}

function levelsOf(stacks: readonly StackDescription[]): StackDescription[][] {
  const depthOf = (stack: StackDescription): number => readReplicaTags(stack.tags)?.depth ?? 0
  const depths = [...new Set(stacks.map(depthOf))].sort((a, b) => b - a)
  return depths.map((depth) => stacks.filter((stack) => depthOf(stack) === depth))
}

async function deleteOrExplain(stack: StackDescription, replicaId: string, options: DeletionOptions, ports: StackPorts): Promise<Deletion> {
  try {
    return await deleteStack(stack, replicaId, ports, options)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    ports.emit('stack.delete_failed', { stack: stack.name, reason })
    return { isGone: false, survivors: [`${stack.name}: ${reason}`] }
  }
}
