import type { Cloud, Snapshot } from '../../src/ports/cloud.ts'
import type { StackDescription, StackExport } from '../../src/ports/stacks.ts'
import { isNoEcho } from '../../src/production/parameters.ts'
import type { ProductionPorts } from '../../src/production/read.ts'
import { account, partition, region } from './account.ts'
import type { LiveStack } from './live-stack.ts'

/** The ports that production is read with, where the account has one stack and those nested in it. */
export function portsOf(root: LiveStack): ProductionPorts {
  const stacks = withChildren(root)
  const find = (name: string) => stacks.find((stack) => stack.name === name || stack.arn === name)
  const reader: Partial<Cloud['stacks']> = {
    describe: async (name) => describe(find(name), root),
    list: async () => stacks.flatMap((stack) => describe(stack, root) ?? []),
    template: async (name) => find(name)?.text ?? '',
    resources: async (name) => find(name)?.resources ?? [],
    exports: async () => stacks.flatMap(exportsOf),
    events: async () => [],
    failures: async () => [],
  }
  return {
    cloud: {
      region,
      stacks: reader as Cloud['stacks'],
      identity: { whoAmI: async () => ({ account, arn: `arn:${partition}:iam::${account}:user/ci`, partition }) },
      snapshots: { latest: async ({ kind, physicalId }) => snapshotOf(kind, physicalId) },
    },
    files: { readText: async () => undefined } as unknown as ProductionPorts['files'],
    emit: () => {},
  }
}

/** A stack and all that are nested in it, however deep. */
export function withChildren(stack: LiveStack): LiveStack[] {
  return [stack, ...stack.children.flatMap(withChildren)]
}

function describe(stack: LiveStack | undefined, root: LiveStack): StackDescription | undefined {
  if (stack === undefined) return undefined
  const parameters = Object.entries(stack.parameters).map(([name, each]) => [
    name,
    isNoEcho(stack.template, name) ? { value: '****' } : each,
  ])
  return {
    arn: stack.arn,
    name: stack.name,
    status: 'UPDATE_COMPLETE',
    createdAt: new Date('2026-01-01T00:00:00Z'),
    parameters: Object.fromEntries(parameters),
    outputs: stack.outputs,
    tags: {},
    terminationProtection: true,
    ...(stack === root ? {} : { rootArn: root.arn }),
  }
}

/** What this stack exports, and what it imports from other stacks of the account. */
function exportsOf(stack: LiveStack): StackExport[] {
  const own = Object.values(stack.outputs).flatMap(({ value, exportName }) =>
    exportName === undefined ? [] : [{ name: exportName, value, stackArn: stack.arn }],
  )
  const other = `arn:${partition}:cloudformation:${region}:${account}:stack/foundation/5f2c1d34-77aa-4b6e-9c8d-0e1f2a3b4c5d`
  return [...own, ...Object.entries(stack.imports).map(([name, value]) => ({ name, value, stackArn: other }))]
}

function snapshotOf(kind: string, physicalId: string): Snapshot {
  const createdAt = new Date('2026-01-02T03:00:00Z')
  if (kind === 'redshift-cluster') return { id: `rs:${physicalId}-2026-01-02`, createdAt, masterUser: 'owner' }
  const shape = kind === 'rds-cluster' ? 'cluster-snapshot' : 'snapshot'
  return {
    id: `arn:${partition}:rds:${region}:${account}:${shape}:rds:${physicalId}-2026-01-02`,
    createdAt,
    masterUser: 'owner',
    sizeGiB: 40,
  }
}
