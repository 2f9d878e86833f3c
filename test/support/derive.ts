import type { Plan, PlannedStack } from '../../src/derive/types.ts'
import { parseTemplate } from '../../src/production/template.ts'
import type { Production, ProductionStack } from '../../src/production/types.ts'
import { loadSpec } from '../../src/spec/load.ts'
import type { Spec } from '../../src/spec/types.ts'

/** A production of live stacks, by name (`parent/LogicalId` of nested ones), from their templates; `physicalIds` by logical id, `outputs` by output name. */
export function productionOf(
  templates: Record<string, string>,
  facts: { physicalIds?: Record<string, string>; outputs?: Record<string, string> } = {},
): Production {
  const stacks = Object.entries(templates).map(([name, text]) => stackOf(name, text, facts.physicalIds ?? {}, facts.outputs ?? {}))
  return { account: '123456789012', partition: 'aws', region: 'us-east-1', stacks, snapshots: {}, exports: {} }
}

/** A spec with these stores (one line of YAML) and these allowed names. */
export function specOf(stores: string, allow: readonly string[] = []): Spec {
  const map = stores === '' ? '{}' : `{${stores}}`
  return loadSpec(`version: 1\nproduction: {stacks: [shop]}\nstores: ${map}\nreplica: {allow: ${JSON.stringify(allow)}}\n`, 'replica.yml')
}

function stackOf(name: string, text: string, physicalIds: Record<string, string>, outputs: Record<string, string>): ProductionStack {
  const template = parseTemplate(text, name)
  const parameters = Object.entries(template.Parameters ?? {}).map(([key, declared]) => {
    return [key, { value: String(declared.Default ?? '****'), secret: declared.NoEcho === true }] as const
  })
  const resources = Object.entries(template.Resources).map(([logicalId, { Type: type }]) => {
    const physicalId = physicalIds[logicalId]
    return physicalId === undefined ? { logicalId, type } : { logicalId, type, physicalId }
  })
  const slash = name.lastIndexOf('/')
  return {
    name,
    ...(slash < 0 ? {} : { parent: { stack: name.slice(0, slash), logicalId: name.slice(slash + 1) } }),
    arn: `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/0a1b2c3d`,
    template,
    parameters: Object.fromEntries(parameters),
    resources,
    outputs: Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, { value }])),
    origin: `stack ${name}`,
  }
}

/** The plan's stacks that stand for one of production's: all but the permissions boundary's. */
export function ownStacks(plan: Pick<Plan, 'stacks'>): PlannedStack[] {
  return plan.stacks.filter((stack) => stack.production !== '')
}
