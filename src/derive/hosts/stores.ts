import { databaseTypes, findDatabases } from '../../production/databases.ts'
import { foldText } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { Production } from '../../production/types.ts'
import type { Spec } from '../../spec/types.ts'
import type { DraftStack } from '../draft.ts'
import type { PlannedStore } from '../types.ts'
import { type Comer, groupsIn, networkOf } from './groups.ts'
import { type Held, type Holdings, isSame } from './held.ts'

/** How a store is reached within the replica. */
export interface StoreNetwork extends Comer {
  name: string
  planned: PlannedStore
  database: Held
  /** The VPC of the replica that it lies in; undefined in a network that is not the replica's own. */
  network: Held | undefined
  /** The port that it listens on, as its template says; where that is silent, all that may be meant. */
  ports: readonly number[]
}

/** Each store of the plan with its security groups, subnets and port. */
export function storeNetworks(
  planned: Readonly<Record<string, PlannedStore>>,
  of: { stacks: readonly DraftStack[]; production: Production; spec: Spec },
  holdings: Holdings,
): StoreNetwork[] {
  return Object.entries(of.spec.stores).flatMap(([name, { resource }]) => {
    const [found] = findDatabases(of.production.stacks, resource)
    const stack = of.stacks.find((each) => each.source === found?.stack)
    const store = planned[name]
    if (found === undefined || stack === undefined || store === undefined) return []
    const database = { stack, logicalId: found.logicalId }
    const isThere = holdings.ofType(holdings.resource(database)?.Type ?? '').some((each) => isSame(each, database))
    return isThere ? [storeNetwork(name, store, database, holdings)] : []
  })
}

/** What each type takes where its template names no port; of a cluster, AWS's pages disagree. */
const usualPorts: Readonly<Record<string, readonly number[]>> = {
  'rds-instance': [5432],
  'rds-cluster': [5432, 3306],
  'redshift-cluster': [5439],
}

function storeNetwork(name: string, planned: PlannedStore, database: Held, holdings: Holdings): StoreNetwork {
  const { Type = '', Properties = {} } = holdings.resource(database) ?? {}
  const said = [Properties.VPCSecurityGroups, Properties.VpcSecurityGroupIds].filter((value) => value !== undefined)
  const subnets = subnetsOf([Properties.DBSubnetGroupName ?? Properties.ClusterSubnetGroupName], database, holdings)
  const values = said.map((value) => ({ held: database, value }))
  const before = database.stack.source.template.Resources[database.logicalId]?.Properties?.Port
  const port = Number(foldText(Properties.Port ?? before, database.stack.scope))
  return {
    name,
    planned,
    database,
    subnets,
    groups: groupsIn(values, subnets, holdings),
    network: networkOf(subnets, holdings),
    ports: port > 0 ? [port] : (usualPorts[databaseTypes[Type] ?? ''] ?? []),
  }
}

function subnetsOf(groups: readonly (JsonValue | undefined)[], { stack }: Held, holdings: Holdings): Held[] {
  return groups
    .flatMap((group) => holdings.reach(group, stack))
    .flatMap((group) => holdings.reach(holdings.property(group, 'SubnetIds'), group.stack))
    .filter((each) => holdings.resource(each)?.Type === 'AWS::EC2::Subnet')
}
