import type { Plan, PlannedStack } from '../../src/derive/types.ts'
import type { CreateStackRequest } from '../../src/ports/stacks.ts'
import type { Template } from '../../src/production/types.ts'
import { replicaTags } from '../../src/stack/replica/tags.ts'
import type { RunIdentity } from '../../src/stack/types.ts'

const chain = ['network', 'data', 'hosts'] as const

/** Whose every replica of the bench is. */
export function identityOf(replicaId: string): RunIdentity {
  return { replicaId, owner: 'bench/fleet by nobody', thread: 'bench/fleet/main' }
}

/** Three stacks of four resources, each of which needs the one before. Something in each has to be waited for: no express mode. */
export function chainPlan(replicaId: string): Plan {
  const none = { leftOut: [], stores: {}, hosts: {}, leaks: [], runOn: { reason: 'there is no store to reach' } }
  const stacks = chain.map((production, index) => stackOf(replicaId, production, chain.slice(Math.max(0, index - 1), index)))
  return { replicaId, region: 'us-east-1', account: '111122223333', stacks, ...none }
}

function stackOf(replicaId: string, production: string, needs: readonly string[]): PlannedStack {
  const named = (name: string): string => `prod-replica-${replicaId}-${name}`
  return {
    production,
    name: named(production),
    template: slowTemplate,
    parameters: {},
    nested: {},
    capabilities: [],
    needs: needs.map(named),
    decisions: [],
  }
}

const slowTemplate: Template = {
  Resources: {
    Gateway: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: 'subnet-1', ConnectivityType: 'private' } },
    Topic: { Type: 'AWS::SNS::Topic' },
    Queue: { Type: 'AWS::SQS::Queue' },
    Log: { Type: 'AWS::Logs::LogGroup' },
  },
}

/** One stack of a replica that expired long ago. */
export function expiredStack(replicaId: string): CreateStackRequest {
  const facts = { production: 'queues', digest: 'bench', depth: 0, stores: {} }
  return {
    name: `prod-replica-${replicaId}-queues`,
    template: JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }),
    parameters: {},
    tags: replicaTags(identityOf(replicaId), '2020-01-01T00:00:00.000Z', facts),
    capabilities: [],
    token: `bench-${replicaId}`,
    mode: 'EXPRESS',
    onFailure: 'DO_NOTHING',
  }
}
