import { isReplicaError } from '../errors.ts'
import type { StackExport } from '../ports/stacks.ts'
import type { LiveReader } from './live-reader.ts'
import type { ProductionPorts } from './read.ts'
import type { Production, ProductionStack } from './types.ts'

/** What every replica's stacks begin with: what they export is nobody's but theirs. */
const replicaPrefix = 'prod-replica-'

/**
 * Every export of the account and region, by name, with the name of its stack, but for those of replicas. Whoever may not list them needs them only
 * where a template imports: there `production.read_denied` is thrown, elsewhere it is told as an event.
 */
export async function readExports(
  reader: LiveReader | undefined,
  stacks: Promise<readonly ProductionStack[]>,
  ports: ProductionPorts,
): Promise<Production['exports']> {
  if (reader === undefined) return {}
  const found = reader.exports().catch(async (error: unknown): Promise<StackExport[]> => {
    const isImporting = (await stacks).some(({ text = '' }) => text.includes('ImportValue'))
    if (isImporting || !isReplicaError(error, 'production.read_denied')) throw error
    ports.emit('production.exports_unread', { region: reader.region })
    return []
  })
  return named(await found, await stacks)
}

function named(exports: readonly StackExport[], stacks: readonly ProductionStack[]): Production['exports'] {
  const names = new Map(stacks.flatMap(({ arn, name }) => (arn === undefined ? [] : [[arn, name] as const])))
  const known = exports.map(({ name, value, stackArn }) => [name, { value, stack: names.get(stackArn) ?? nameIn(stackArn) }] as const)
  return Object.fromEntries(known.filter(([, { stack }]) => !stack.startsWith(replicaPrefix)))
}

/** `arn:PARTITION:cloudformation:REGION:ACCOUNT:stack/NAME/ID` */
function nameIn(arn: string): string {
  return arn.split(':').at(5)?.split('/').at(1) ?? arn
}
