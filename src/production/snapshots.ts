import { fail, failAll } from '../errors.ts'
import type { Snapshot, Snapshots } from '../ports/cloud.ts'
import type { Spec, StoreSpec } from '../spec/types.ts'
import { type Database, findDatabases } from './databases.ts'
import { foldText, scopeOf } from './fold.ts'
import { gather } from './gather.ts'
import type { ProductionPorts } from './read.ts'
import type { Production } from './types.ts'

type Facts = Omit<Production, 'snapshots'>

/** The snapshot that each store is restored from; none for `empty`, nor where no cloud could be asked. */
export async function findSnapshots(spec: Spec, facts: Facts, ports: ProductionPorts): Promise<Record<string, Snapshot>> {
  const cloud = ports.cloud
  if (cloud === undefined) return {}
  const wanted = Object.entries(spec.stores).filter(([, store]) => store.data !== 'empty')
  const { values, faults } = await gather(wanted.map(([name, store]) => findSnapshot(name, store, facts, cloud.snapshots)))
  if (faults.length > 0) throw failAll(faults)
  for (const [store, { id, createdAt }] of values) {
    ports.emit('production.snapshot_found', { store, snapshot: id, createdAt: createdAt.toISOString() })
  }
  return Object.fromEntries(values)
}

async function findSnapshot(name: string, store: StoreSpec, facts: Facts, snapshots: Snapshots): Promise<[string, Snapshot]> {
  const [database] = findDatabases(facts.stacks, store.resource)
  if (database === undefined) throw fail('production.snapshot_missing', { store: name, database: store.resource })
  const physicalId = physicalIdOf(database, facts)
  const latest = physicalId === undefined ? undefined : await snapshots.latest({ kind: database.kind, physicalId })
  if (store.data !== 'latest-snapshot') return [name, namedSnapshot(store.data, latest, database, facts)]
  if (latest === undefined) throw fail('production.snapshot_missing', { store: name, database: physicalId ?? store.resource })
  return [name, latest]
}

/** A snapshot that the team chose: of the same database, so its master user is the one that the latest has. */
function namedSnapshot(id: string, latest: Snapshot | undefined, database: Database, facts: Facts): Snapshot {
  const { MasterUsername } = database.resource.Properties ?? {}
  const masterUser = latest?.masterUser ?? foldText(MasterUsername, scopeOf(database.stack, facts)) ?? 'postgres'
  return { id, createdAt: latest?.id === id ? latest.createdAt : new Date(0), masterUser }
}

/** A database's own identifier in production. */
export function physicalIdOf(
  { stack, logicalId, resource }: Database,
  facts: Pick<Facts, 'account' | 'partition' | 'region'>,
): string | undefined {
  const live = stack.resources.find((each) => each.logicalId === logicalId)?.physicalId
  const { DBInstanceIdentifier, DBClusterIdentifier, ClusterIdentifier } = resource.Properties ?? {}
  return live ?? foldText(DBInstanceIdentifier ?? DBClusterIdentifier ?? ClusterIdentifier, scopeOf(stack, facts))
}
