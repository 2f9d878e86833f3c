import { fail, isReplicaError } from '../errors.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { StackDescription, StackExport, StackResource } from '../ports/stacks.ts'
import { createLimit } from './limit.ts'

/** CloudFormation as production is read: a few calls at a time, and a refused one names the stack. */
export interface LiveReader {
  readonly region: string
  describe(stack: Named): Promise<StackDescription | undefined>
  template(stack: Named, stage: 'original' | 'processed'): Promise<string | undefined>
  resources(stack: Named): Promise<StackResource[] | undefined>
  exports(): Promise<StackExport[]>
  /** The names of all stacks; none where they may not be listed. They are asked for once. */
  names(): Promise<readonly string[]>
}

/** A stack by the name that messages give it, and by what CloudFormation knows it by. */
export interface Named {
  name: string
  nameOrArn: string
}

/** AWS publishes no rates; so few calls side by side are never throttled for long, and the SDK tries again. */
const mostCallsAtOnce = 8

/** A reader for one `readProduction`: all its calls share the limit. */
export function createLiveReader({ stacks, region }: Pick<Cloud, 'stacks' | 'region'>): LiveReader {
  const limit = createLimit(mostCallsAtOnce)
  const read = <Result>(stack: string, call: () => Promise<Result>): Promise<Result> => limit(call).catch(namingStack(stack))
  let names: Promise<readonly string[]> | undefined
  return {
    region,
    describe: ({ name, nameOrArn }) => read(name, () => stacks.describe(nameOrArn)),
    template: ({ name, nameOrArn }, stage) => read(name, () => stacks.template(nameOrArn, stage)),
    resources: ({ name, nameOrArn }) => read(name, () => stacks.resources(nameOrArn)),
    exports: () => limit(() => stacks.exports()).catch(namingStack('exports')),
    names() {
      names ??= limit(() => stacks.list()).then((all) => all.map(({ name }) => name), noneWhenDenied)
      return names
    },
  }
}

/** What AWS's own sentence leaves open: which stack it was. */
function namingStack(stack: string): (error: unknown) => never {
  return (error) => {
    if (!isReplicaError(error, 'cloud.denied')) throw error
    throw fail('production.read_denied', { stack, denial: error.text.message, remedy: error.text.remedy }, error)
  }
}

function noneWhenDenied(error: unknown): readonly string[] {
  if (isReplicaError(error, 'cloud.denied')) return []
  throw error
}
