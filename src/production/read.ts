import { failAll, type ReplicaError } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { Files } from '../ports/files.ts'
import type { Spec } from '../spec/types.ts'
import { gather } from './gather.ts'
import { readLiveStacks } from './live-stacks.ts'
import { findSnapshots } from './snapshots.ts'
import { checkStores } from './stores.ts'
import { readTemplateFiles } from './template-files.ts'
import type { Production, ProductionStack } from './types.ts'

/** What reading production needs of the world. `cloud` may be absent where only template files are read. */
export interface ProductionPorts {
  cloud: Pick<Cloud, 'stacks' | 'identity' | 'snapshots' | 'region'> | undefined
  files: Files
  emit: Emit
}

/**
 * Reads what replica.yml names as production: live stacks or template files, and the snapshot of every store. Only read
 * calls are made. Throws all faults found: `production.stack_missing`, `production.stack_unready`,
 * `production.file_missing`, `production.template_invalid`, `production.template_faulty`, `production.store_unknown`,
 * `production.snapshot_missing`, `production.no_cloud`.
 */
export async function readProduction(spec: Spec, ports: ProductionPorts): Promise<Production> {
  const identity = await ports.cloud?.identity.whoAmI()
  const region = ports.cloud?.region ?? spec.production.region ?? 'us-east-1'
  const stacks = await readStacks(spec, ports)
  throwAll(checkStores(spec, stacks))
  const production = {
    account: identity?.account ?? '000000000000',
    partition: identity?.partition ?? partitionOf(region),
    region,
    stacks,
    exports: {},
  }
  return { ...production, snapshots: await findSnapshots(spec, production, ports) }
}

async function readStacks(spec: Spec, ports: ProductionPorts): Promise<ProductionStack[]> {
  const live = await gather(readLiveStacks(spec, ports))
  const files = await gather(readTemplateFiles(spec, ports))
  throwAll([...live.faults, ...files.faults])
  return [...live.values, ...files.values]
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

function throwAll(faults: readonly ReplicaError[]): void {
  if (faults.length > 0) throw failAll(faults)
}
