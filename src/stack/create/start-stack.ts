import { estimateCost } from '../../derive/estimate/cost.ts'
import type { Plan, PlannedStack } from '../../derive/types.ts'
import type { CreateStackRequest, DeploymentMode } from '../../ports/stacks.ts'
import { digestOf, hashOf } from '../hash.ts'
import type { StackPorts } from '../ports.ts'
import { replicaTags } from '../replica/tags.ts'
import type { RunIdentity } from '../types.ts'
import { countResources } from '../watch/made.ts'
import type { Fuse } from './fuse.ts'
import { stageNested } from './stage-nested.ts'
import { stageTemplate } from './stage-template.ts'

/** What is to be made, for whom and until when. */
export interface StackOrder {
  planned: PlannedStack
  plan: Plan
  run: RunIdentity
  /** ISO 8601, UTC. */
  expiresAt: string
  depth: number
  mode: DeploymentMode
  stagingBucket?: string
  /** Lit before the stack is made. */
  fuse?: Fuse
}

/**
 * Stages what the stack's template needs and starts its creation; returns its ARN. `round` tells one creation of the same
 * stack from the next; a call that is repeated within a round gives the stack that the first one made. Throws
 * `stack.already_exists`, `stack.staging_needed`, `stack.template_too_large`, `cloud.*`.
 */
export async function startStack(order: StackOrder, round: string, ports: StackPorts): Promise<string> {
  const { planned, run, mode } = order
  const nesting = { ...order, path: [planned.name], template: planned.template, nested: planned.nested, replicaId: run.replicaId }
  const template = JSON.stringify(await stageNested(nesting, ports))
  const digest = digestOf(planned)
  const request: CreateStackRequest = {
    name: planned.name,
    template,
    ...(await stageTemplate({ ...order, replicaId: run.replicaId, template, digest }, ports)),
    parameters: planned.parameters,
    tags: tagsOf(order, digest),
    capabilities: planned.capabilities,
    token: tokenOf([run.replicaId, planned.name, digest, mode, round]),
    onFailure: 'DO_NOTHING',
    mode,
  }
  await order.fuse?.light(planned.name, order.expiresAt)
  const { arn } = await ports.budget.call(() => ports.cloud.stacks.create(request), ports.signal, 'CreateStack')
  ports.emit('stack.create_started', { stack: planned.name, resources: countResources(planned) })
  return arn
}

/** The same for the same work: CloudFormation answers a repeated call with the operation that it has started already. */
export function tokenOf(parts: readonly string[]): string {
  return `prod-replica-${hashOf(parts)}`
}

function tagsOf({ planned, plan, run, expiresAt, depth }: StackOrder, digest: string): Record<string, string> {
  const held = { stores: storesIn(planned, plan), ...hostsIn(planned, plan) }
  const perHourUsd = estimateCost(plan, { upSeconds: 0, downSeconds: 0 }).perHour
  return replicaTags(run, expiresAt, { production: planned.production, digest, depth, perHourUsd, ...held })
}

/** Which stores the stack holds, and what their outputs' names begin with. */
function storesIn(planned: PlannedStack, { stores }: Plan): Record<string, string> {
  const held = Object.entries(stores).filter(([, store]) => store.stack === planned.name)
  return Object.fromEntries(held.map(([name, { outputs }]) => [name, outputs.address.replace(/Address$/, '')]))
}

/** Which hosts the stack holds, by the outputs that say them, and whether it holds the one that does the work. */
function hostsIn(planned: PlannedStack, { hosts, runOn }: Plan): { hosts: Record<string, string>; runOn?: string } {
  const held = Object.entries(hosts).filter(([, host]) => host.stack === planned.name)
  const isHere = held.some(([name]) => name === runOn.host)
  return {
    hosts: Object.fromEntries(held.map(([name, { output }]) => [name, output])),
    ...(isHere && runOn.host !== undefined ? { runOn: runOn.host } : {}),
  }
}
