import type { Cloud } from '../ports/cloud.ts'
import type { Endpoint } from '../ports/endpoints.ts'
import type { Spec, StoreSpec } from '../spec/types.ts'
import { type Database, findDatabases } from './databases.ts'
import { namesFor } from './dns-names.ts'
import { foldText, scopeOf } from './fold.ts'
import { type ProductionPorts, readStructure, type Structure } from './read.ts'
import { physicalIdOf } from './snapshots.ts'

/** What reading production's host names needs of the world. */
export interface HostnamePorts extends Omit<ProductionPorts, 'cloud'> {
  cloud: Pick<Cloud, 'stacks' | 'identity' | 'snapshots' | 'region' | 'endpoints'> | undefined
}

/**
 * Every host name by which production's code may know the database of each store, and its port: those that AWS has given it,
 * those of DNS records in the templates that lead to it, and those that replica.yml adds. Stores without any are left out.
 * Only read calls are made. Throws what `readProduction` throws, and `cloud.*`.
 */
export async function readHostnames(spec: Spec, ports: HostnamePorts): Promise<Record<string, Endpoint>> {
  const structure = await readStructure(spec, ports)
  const found = Object.entries(spec.stores).map(async ([name, store]) => [name, await readStore(store, structure, ports)] as const)
  const all = await Promise.all(found)
  return Object.fromEntries(all.flatMap(([name, endpoint]) => (endpoint === undefined ? [] : [[name, endpoint]])))
}

async function readStore(store: StoreSpec, structure: Structure, { cloud }: HostnamePorts): Promise<Endpoint | undefined> {
  const [database] = findDatabases(structure.stacks, store.resource)
  if (database === undefined) return undefined
  const physicalId = physicalIdOf(database, structure)
  const found = cloud === undefined || physicalId === undefined ? undefined : await cloud.endpoints.of({ kind: database.kind, physicalId })
  // The local cloud's databases have addresses, and ports that no script knows.
  const live = found?.names.some(isHostname) ? found : undefined
  const own = [...(live?.names ?? []), ...(store.hostnames ?? [])]
  const names = [...new Set([...own, ...namesFor(database, own, structure)])].map((name) => name.toLowerCase()).filter(isHostname)
  return names.length === 0 ? undefined : { names, port: live?.port ?? portOf(database, structure) }
}

/** Addresses and this machine's own name lead where they lead; whatever else a template says must not get into a hosts file. */
function isHostname(name: string): boolean {
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i.test(name) && !/^[\d.]+$/.test(name) && !name.endsWith('.localhost')
}

const defaultPorts: Readonly<Record<Database['kind'], number>> = { 'rds-instance': 5432, 'rds-cluster': 5432, 'redshift-cluster': 5439 }

function portOf({ stack, resource, kind }: Database, structure: Structure): number {
  const written = Number(foldText(resource.Properties?.Port, scopeOf(stack, structure)))
  return Number.isInteger(written) && written > 0 && written < 65_536 ? written : defaultPorts[kind]
}
