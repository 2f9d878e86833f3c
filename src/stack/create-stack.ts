import type { Plan, PlannedStack } from '../derive/types.ts'
import { fail, isReplicaError } from '../errors.ts'
import type { CreateStackRequest, StackDescription } from '../ports/stacks.ts'
import { fleetOf } from './fleet.ts'
import { digestOf, hashOf } from './hash.ts'
import { type KnownOutputs, parametersOf } from './inputs.ts'
import type { StackPorts } from './ports.ts'
import { stageNested } from './stage-nested.ts'
import { stageTemplate } from './stage-template.ts'
import type { Standing } from './standing.ts'
import { standingOf } from './standing.ts'
import { readReplicaTags, replicaTags } from './tags.ts'
import type { TimelineEntry } from './timeline.ts'
import { timelineOf } from './timeline.ts'
import type { RunIdentity } from './types.ts'
import { isUsable, watchCreation } from './watch.ts'

export interface StackOrder {
  planned: PlannedStack
  plan: Plan
  run: RunIdentity
  /** ISO 8601, UTC. */
  expiresAt: string
  depth: number
  stagingBucket?: string
  /** Of the stacks that are complete, from which its inputs come. */
  outputs: KnownOutputs
}

export interface CreatedStack {
  description: StackDescription
  timeline: readonly TimelineEntry[]
}

const mostAttempts = 3

/** Makes one stack, or carries on with it where it is there already. Throws what `createReplica` names. */
export async function createStack(order: StackOrder, ports: StackPorts): Promise<CreatedStack> {
  const { planned, run } = order
  for (let attempt = 1; ; attempt++) {
    const standing = await standingOf(planned.name, run.replicaId, ports)
    try {
      const arn = standing.kind === 'absent' ? await start(order, standing, attempt, ports) : adopt(order, standing.stack, ports)
      return await finish(order, arn, standing.kind === 'complete', ports)
    } catch (error) {
      // Someone was quicker, or our own first answer was lost: look again at what is there.
      if (!isReplicaError(error, 'stack.already_exists') || attempt >= mostAttempts) throw error
    }
  }
}

async function start(order: StackOrder, standing: Standing & { kind: 'absent' }, attempt: number, ports: StackPorts): Promise<string> {
  const { planned, run } = order
  const parameters = parametersOf(planned, order.outputs)
  const nesting = { ...order, path: [planned.name], template: planned.template, nested: planned.nested, replicaId: run.replicaId }
  const template = JSON.stringify(await stageNested(nesting, ports))
  const digest = digestOf(planned)
  const stores = storesIn(planned, order.plan)
  const request: CreateStackRequest = {
    name: planned.name,
    template,
    ...(await stageTemplate({ ...order, replicaId: run.replicaId, template, digest }, ports)),
    parameters,
    tags: replicaTags(run, order.expiresAt, { production: planned.production, digest, depth: order.depth, stores }),
    capabilities: planned.capabilities,
    token: tokenOf([run.replicaId, planned.name, digest, standing.replacedArn ?? '', attempt]),
    onFailure: 'DO_NOTHING',
  }
  const { arn } = await ports.budget.call(() => ports.cloud.stacks.create(request), ports.signal, 'CreateStack')
  ports.emit('stack.create_started', { stack: planned.name, resources: Object.keys(planned.template.Resources).length })
  return arn
}

function adopt({ planned, run }: StackOrder, stack: StackDescription, { emit }: StackPorts): string {
  const told = { replicaId: run.replicaId, stack: stack.name }
  emit('replica.adopted', told)
  if (readReplicaTags(stack.tags)?.digest !== digestOf(planned)) emit('replica.plan_differs', told)
  return stack.arn
}

async function finish({ planned }: StackOrder, arn: string, isComplete: boolean, ports: StackPorts): Promise<CreatedStack> {
  const { cloud, budget, signal } = ports
  const timeline = isComplete
    ? timelineOf(await budget.call(() => cloud.stacks.events(arn), signal, 'DescribeStackEvents'))
    : await watchCreation({ name: planned.name, arn, template: planned.template }, ports)
  const fleet = fleetOf(ports)
  const seen = fleet.seen(arn)
  const description = seen !== undefined && isUsable(seen.status) ? seen : await fleet.look(arn, signal)
  if (description === undefined) throw fail('stack.vanished', { stack: planned.name, status: 'gone' })
  return { description, timeline }
}

/** Which stores the stack holds, and what their outputs' names begin with. */
function storesIn(planned: PlannedStack, { stores }: Plan): Record<string, string> {
  const held = Object.entries(stores).filter(([, store]) => store.stack === planned.name)
  return Object.fromEntries(held.map(([name, { outputs }]) => [name, outputs.address.replace(/Address$/, '')]))
}

/** The same for the same work: CloudFormation answers a repeated call with the operation that it has started already. */
function tokenOf(parts: readonly (string | number)[]): string {
  return `prod-replica-${hashOf(parts)}`
}
