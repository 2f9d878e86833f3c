import type { Emit } from '../../src/events.ts'
import type { Cloud, Snapshot } from '../../src/ports/cloud.ts'
import type { Files } from '../../src/ports/files.ts'
import type { StackDescription, StackReader, StackResource } from '../../src/ports/stacks.ts'
import type { ProductionPorts } from '../../src/production/read.ts'

/** One stack of a production that is only data. */
export interface FakeStack {
  template: string
  parameters?: Record<string, string>
  outputs?: Record<string, { value: string; exportName?: string }>
  resources?: StackResource[]
  status?: string
  /** What SSM parameter types stood for. */
  resolved?: Record<string, string>
  /** The stages that CloudFormation can give; both, where absent. */
  stages?: readonly ('original' | 'processed')[]
}

export type ReadCloud = Pick<Cloud, 'stacks' | 'identity' | 'snapshots' | 'region'>

/** The part of a cloud that production is read with. Only read calls exist on it: any other one throws. */
export function fakeReadCloud(stacks: Record<string, FakeStack>, snapshots: Record<string, Snapshot> = {}): ReadCloud {
  const byArn = (nameOrArn: string) => Object.keys(stacks).find((name) => name === nameOrArn || fakeArn(name) === nameOrArn)
  const stackOf = (nameOrArn: string) => stacks[byArn(nameOrArn) ?? ''] as FakeStack
  const reader: Pick<StackReader, 'describe' | 'list' | 'template' | 'resources' | 'exports'> = {
    describe: async (name) => (byArn(name) === undefined ? undefined : describe(byArn(name) as string, stackOf(name))),
    list: async () => Object.entries(stacks).map(([name, stack]) => describe(name, stack)),
    template: async (name, stage) => (stackOf(name).stages?.includes(stage) === false ? undefined : stackOf(name).template),
    resources: async (name) => stackOf(name).resources ?? [],
    exports: async () =>
      Object.entries(stacks).flatMap(([stack, { outputs = {} }]) =>
        Object.values(outputs).flatMap(({ value, exportName: name }) =>
          name === undefined ? [] : [{ name, value, stackArn: fakeArn(stack) }],
        ),
      ),
  }
  return {
    region: 'us-east-1',
    stacks: reader as unknown as Cloud['stacks'],
    identity: { whoAmI: async () => ({ account: '123456789012', arn: 'arn:aws:iam::123456789012:user/ci', partition: 'aws' }) },
    snapshots: { latest: async (source) => snapshots[source.physicalId] },
  }
}

/** Ports for reading production: a fake cloud or none, and files from memory. */
export function fakeProductionPorts(
  cloud: ReadCloud | undefined,
  files: Record<string, string> = {},
  emit: Emit = () => {},
): ProductionPorts {
  const readText: Files['readText'] = async (path) => files[path]
  return { cloud, files: { readText } as Files, emit }
}

function describe(name: string, stack: FakeStack): StackDescription {
  const parameters = Object.entries(stack.parameters ?? {}).map(([key, value]) => {
    const resolved = stack.resolved?.[key]
    return [key, resolved === undefined ? { value } : { value, resolved }] as const
  })
  return {
    arn: fakeArn(name),
    name,
    status: stack.status ?? 'UPDATE_COMPLETE',
    createdAt: new Date('2026-01-01T00:00:00Z'),
    parameters: Object.fromEntries(parameters),
    outputs: stack.outputs ?? {},
    tags: {},
    terminationProtection: true,
  }
}

/** The ARN of a stack of a fake cloud. */
export function fakeArn(name: string): string {
  return `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/0a1b2c3d`
}
