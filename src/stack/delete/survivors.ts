import { idTag } from '../../derive/tags.ts'
import type { StackPorts } from '../ports.ts'
import { resourceOfArn } from './kinds.ts'
import { removeResource } from './single.ts'

/** A resource that carries a replica's tag although none of the replica's stacks is there to delete it. */
export interface Leftover {
  arn: string
  replicaId: string
  tags: Readonly<Record<string, string>>
}

/** What is only on its way out gets so long, in milliseconds, look by look; the search lags as well. */
const pausesMs = [5_000, 15_000, 40_000]
/** So many are not read one by one as long as time may still shorten the list. */
const manyFound = 50

/**
 * Proves that nothing of these replicas is left: searches for what carries their tag, gives what is on its way out a
 * minute, deletes by itself what no stack holds any more, and looks once more. Returns what is still there, with the
 * reason; a search that fails proves nothing, and is named too. What a stack that stays still holds (`known`) is left to it.
 */
export async function sweepLeftovers(replicaIds: readonly string[], known: readonly string[], ports: StackPorts): Promise<string[]> {
  try {
    const left = await settleLeftovers(replicaIds, known, ports)
    if (left.length === 0) return []
    const reasons = await removeLeftovers(left, ports)
    const still = await findLeftovers(replicaIds, known, ports)
    return still.map(({ arn, replicaId }) => `${arn}: it carries the tag of ${replicaId}; ${reasons.get(arn) ?? 'it is still there'}`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [`the search for what carries the tag ${idTag} failed: ${reason}`]
  }
}

async function settleLeftovers(replicaIds: readonly string[], known: readonly string[], ports: StackPorts): Promise<Leftover[]> {
  for (const pauseMs of pausesMs) {
    const found = await findUnknown(replicaIds, known, ports)
    const left = found.length > manyFound ? found : await onlyStanding(found, ports)
    if (left.length === 0) return left
    await ports.clock.sleep(pauseMs, ports.signal)
  }
  return await findLeftovers(replicaIds, known, ports)
}

async function findLeftovers(replicaIds: readonly string[], known: readonly string[], ports: StackPorts): Promise<Leftover[]> {
  return await onlyStanding(await findUnknown(replicaIds, known, ports), ports)
}

async function findUnknown(replicaIds: readonly string[], known: readonly string[], ports: StackPorts): Promise<Leftover[]> {
  return (await findTagged(replicaIds, ports)).filter(({ arn }) => !isKnown(arn, known))
}

/**
 * What carries the tag of one of these replicas, or of any where none is named, by the search alone. Stacks are left out.
 * Throws `cloud.*`.
 */
export async function findTagged(replicaIds: readonly string[], { cloud, budget, signal }: StackPorts): Promise<Leftover[]> {
  const found = await budget.call(() => cloud.tagged.find(idTag, replicaIds), signal, 'GetResources')
  const others = found.filter(({ arn }) => !/^arn:[^:]*:cloudformation:/.test(arn))
  return others.map(({ arn, tags }) => ({ arn, tags, replicaId: tags[idTag] ?? '' }))
}

/** Those that are really there: the search goes on naming resources for a while after they are deleted, so each is read. */
export async function onlyStanding(found: readonly Leftover[], ports: StackPorts): Promise<Leftover[]> {
  const standing = await Promise.all(found.map(({ arn }) => isThere(arn, ports)))
  return found.filter((_, index) => standing[index])
}

/** By the physical id, with which both an ARN and the line about a survivor end or go on. */
function isKnown(arn: string, known: readonly string[]): boolean {
  const id = resourceOfArn(arn)?.id
  return id !== undefined && known.some((line) => line.split(/[\s:]+/).includes(id) || line.includes(arn))
}

/** What cannot be read is taken to be there: silence proves nothing. */
async function isThere(arn: string, { cloud, budget }: StackPorts): Promise<boolean> {
  const name = resourceOfArn(arn)
  if (name === undefined) return true
  try {
    return (await budget.call(() => cloud.resources.read(name.type, name.id), undefined, 'GetResource')) !== undefined
  } catch {
    return true
  }
}

/** Deletes each by itself. Returns for each that stays the reason, by its ARN. */
async function removeLeftovers(leftovers: readonly Leftover[], ports: StackPorts): Promise<Map<string, string>> {
  const reasons = new Map<string, string>()
  await Promise.all(
    leftovers.map(async (leftover) => {
      const reason = await removeLeftover(leftover, ports)
      if (reason === undefined) return
      reasons.set(leftover.arn, reason)
      ports.emit('leftover.kept', { arn: leftover.arn, reason })
    }),
  )
  return reasons
}

async function removeLeftover({ arn, tags, replicaId }: Leftover, ports: StackPorts): Promise<string | undefined> {
  const name = resourceOfArn(arn)
  if (name === undefined) return 'it is of a kind that is not deleted by itself'
  try {
    const stackArn = tags['aws:cloudformation:stack-id']
    const holder =
      stackArn === undefined ? undefined : await ports.budget.call(() => ports.cloud.stacks.describe(stackArn), undefined, 'DescribeStacks')
    if (holder !== undefined) return `its stack ${holder.name} is there, ${holder.status}`
    await removeResource(name, replicaId, ports)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
