import type { Plan, PlannedStack } from '../../src/derive/types.ts'
import type { Template } from '../../src/production/types.ts'
import type { RunIdentity } from '../../src/stack/types.ts'

export const run: RunIdentity = { replicaId: 'pr-42', owner: 'acme/pipelines (Ada)', thread: 'acme/pipelines/main' }

/** A template of resources by logical id and type. */
export function templateOf(types: Readonly<Record<string, string>>, outputs: Template['Outputs'] = {}): Template {
  return { Resources: Object.fromEntries(Object.entries(types).map(([id, Type]) => [id, { Type }])), Outputs: outputs }
}

/** One stack of a plan, named after the production stack that it stands for. */
export function plannedStack(production: string, template: Template, needs: readonly string[] = []): PlannedStack {
  return {
    production,
    name: `prod-replica-pr-42-${production}`,
    template,
    parameters: {},
    nested: {},
    capabilities: ['CAPABILITY_NAMED_IAM'],
    needs: needs.map((name) => `prod-replica-pr-42-${name}`),
    decisions: [],
  }
}

/** A plan without stores. */
export function planOf(...stacks: PlannedStack[]): Plan {
  return {
    replicaId: run.replicaId,
    region: 'eu-west-1',
    account: '111122223333',
    stacks,
    leftOut: [],
    stores: {},
    hosts: {},
    runOn: { reason: 'there is no store to reach' },
    leaks: [],
  }
}
