import type { Plan, PlannedStack } from '../../src/derive/types.ts'
import type { JsonValue } from '../../src/production/json.ts'
import type { Production } from '../../src/production/types.ts'
import { productionOf } from './derive.ts'

const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.20.0.0/16' } }

/** A plan, made by hand, of one stack whose resource One has these properties, beside a production that has nothing in it. */
export function planHolding(
  properties: Record<string, JsonValue>,
  changes: Partial<PlannedStack> = {},
): { plan: Plan; production: Production } {
  const stack: PlannedStack = {
    production: 'hosts',
    name: 'prod-replica-r4f2a1-hosts',
    template: { Resources: { One: { Type: 'AWS::SSM::Document', Properties: properties }, Vpc: vpc } },
    parameters: {},
    nested: {},
    capabilities: [],
    needs: [],
    decisions: [],
    ...changes,
  }
  const plan = {
    replicaId: 'r4f2a1',
    region: 'us-east-1',
    account: '123456789012',
    stacks: [stack],
    leftOut: [],
    stores: {},
    hosts: {},
    runOn: { reason: 'there is no store to reach' },
    leaks: [],
  }
  return { plan, production: productionOf({ hosts: 'Resources:\n  One: {Type: AWS::SSM::Document}\n' }) }
}
