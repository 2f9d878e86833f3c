import { failAll, type ReplicaError } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { Files } from '../ports/files.ts'
import type { Spec } from '../spec/types.ts'
import { readExports } from './exports.ts'
import { gather } from './gather.ts'
import { createLiveReader, type LiveReader } from './live-reader.ts'
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
 * Reads what replica.yml names as production: live stacks or template files with all that is nested in them, the exports
 * of the account, and the snapshot of every store. Only read calls are made. Throws all faults found:
 * `production.stack_missing`, `production.stack_unready`, `production.stack_vanished`, `production.nested_missing`,
 * `production.nested_endless`, `production.read_denied`, `production.file_missing`, `production.template_invalid`,
 * `production.template_faulty`, `production.store_unknown`, `production.snapshot_missing`, `production.no_cloud`.
 */
export async function readProduction(spec: Spec, ports: ProductionPorts): Promise<Production> {
  const structure = await readStructure(spec, ports)
  return { ...structure, snapshots: await findSnapshots(spec, structure, ports) }
}

/** Production without its snapshots. */
export type Structure = Omit<Production, 'snapshots'>

/** Reads production without its snapshots. Throws what `readProduction` does, but for `production.snapshot_missing`. */
export async function readStructure(spec: Spec, ports: ProductionPorts): Promise<Structure> {
  const place = await readPlace(spec, ports)
  const reader = ports.cloud === undefined ? undefined : createLiveReader(ports.cloud)
  const reading = readStacks(spec, place, reader, ports)
  const live = spec.production.stacks.length === 0 ? undefined : reader
  const [stacks, exports] = await Promise.all([reading, readExports(live, reading, ports)])
  throwAll(checkStores(spec, stacks))
  return { ...place, stacks, exports }
}

type Place = Pick<Production, 'account' | 'partition' | 'region'>

async function readPlace(spec: Spec, ports: ProductionPorts): Promise<Place> {
  const identity = await ports.cloud?.identity.whoAmI()
  const region = ports.cloud?.region ?? spec.production.region ?? 'us-east-1'
  return { account: identity?.account ?? '000000000000', partition: identity?.partition ?? partitionOf(region), region }
}

async function readStacks(spec: Spec, place: Place, reader: LiveReader | undefined, ports: ProductionPorts): Promise<ProductionStack[]> {
  const { values, faults } = await gather([...readLiveStacks(spec, reader, ports), ...readTemplateFiles(spec, place, ports)])
  throwAll(faults)
  return values.flat()
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

function throwAll(faults: readonly ReplicaError[]): void {
  if (faults.length > 0) throw failAll(faults)
}
