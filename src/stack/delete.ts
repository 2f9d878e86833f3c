import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { StackDescription } from '../ports/stacks.ts'
import type { Budget } from './budget.ts'
import { createBudget } from './budget.ts'
import { deleteStack } from './delete-stack.ts'
import type { StackPorts } from './ports.ts'
import { readReplicaTags } from './tags.ts'

/**
 * Deletes every stack that carries the tags of this replica, those that import before those that export, and looks again
 * at the end: `survivors` names the stacks and resources that are still there, with the reason. A stack that cannot be
 * deleted does not keep the others. Nothing to delete is a success. Throws `cloud.*` when it cannot even look.
 */
export async function deleteReplica(
  replicaId: string,
  ports: { cloud: Cloud; clock: Clock; emit: Emit; budget?: Budget },
): Promise<{ deleted: string[]; survivors: string[] }> {
  const { cloud, clock, emit } = ports
  const stackPorts = { cloud, clock, emit, budget: ports.budget ?? createBudget(clock) }
  const tried = new Set<string>()
  const deleted: string[] = []
  const survivors: string[] = []
  for (;;) {
    const found = await findStacks(replicaId, stackPorts)
    // A run that was killed may have had a call under way: what turns up meanwhile is deleted too.
    const fresh = found.filter(({ arn }) => !tried.has(arn))
    if (fresh.length === 0) return { deleted, survivors: [...survivors, ...stillListed(found, deleted)] }
    for (const { arn } of fresh) tried.add(arn)
    const outcome = await deleteInOrder(fresh, replicaId, stackPorts)
    deleted.push(...outcome.deleted)
    survivors.push(...outcome.survivors)
  }
}

async function findStacks(replicaId: string, { cloud, budget }: StackPorts): Promise<StackDescription[]> {
  const stacks = await budget.call(() => cloud.stacks.list())
  return stacks.filter((stack) => stack.rootArn === undefined && readReplicaTags(stack.tags)?.id === replicaId)
}

/** Stacks whose end was seen and that are listed all the same; the others that are left have told their reason. */
function stillListed(found: readonly StackDescription[], deleted: readonly string[]): string[] {
  return found.filter(({ name }) => deleted.includes(name)).map(({ name, status }) => `${name}: it is still listed as ${status}`)
}

interface Outcome {
  deleted: string[]
  survivors: string[]
}

/** Level by level: stacks that nobody imports from first, all of one level at once. */
async function deleteInOrder(stacks: readonly StackDescription[], replicaId: string, ports: StackPorts): Promise<Outcome> {
  const deleted: string[] = []
  const survivors: string[] = []
  for (const level of levelsOf(stacks)) {
    const outcomes = await Promise.all(level.map((stack) => deleteOrExplain(stack, replicaId, ports)))
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

async function deleteOrExplain(stack: StackDescription, replicaId: string, ports: StackPorts) {
  try {
    return await deleteStack(stack, replicaId, ports)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    ports.emit('stack.delete_failed', { stack: stack.name, reason })
    return { isGone: false, survivors: [`${stack.name}: ${reason}`] }
  }
}
