import { fail } from '../errors.ts'
import { databaseTypes, findDatabases } from '../production/databases.ts'
import { foldText } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import type { Production } from '../production/types.ts'
import type { Spec } from '../spec/types.ts'
import { type DraftStack, rootOf } from './draft.ts'
import { addOutputs } from './outputs.ts'
import { secretIdOf } from './passwords/secret.ts'
import type { PlannedStore } from './types.ts'

/**
 * Adds, for each store of replica.yml, the outputs by which the helper finds it:
 * `ProdReplicaStore<Name>Address|Port|Secret|Engine|Database|User`.
 */
export function addStores(stacks: readonly DraftStack[], production: Production, spec: Spec): Record<string, PlannedStore> {
  const stores = new Map<string, PlannedStore>()
  for (const [name, store] of Object.entries(spec.stores)) {
    const [database] = findDatabases(production.stacks, store.resource)
    const stack = stacks.find((each) => each.source === database?.stack)
    if (database === undefined || stack?.template.Resources[database.logicalId] === undefined) throw storeUnknown(name, store.resource)
    const user = userOf(stack, database.logicalId, production.snapshots[name]?.masterUser)
    stores.set(name, addStore(stack, { name, database: store.database, logicalId: database.logicalId, user }))
  }
  return Object.fromEntries(stores)
}

function addStore(stack: DraftStack, store: { name: string; database: string; logicalId: string; user: JsonValue }): PlannedStore {
  const resource = stack.template.Resources[store.logicalId]
  const engine = databaseTypes[resource?.Type ?? ''] === 'redshift-cluster' ? 'redshift' : 'postgres'
  const prefix = `ProdReplicaStore${pascal(store.name)}`
  const { logicalId } = store
  const secret = stack.template.Resources[secretIdOf(logicalId)]
  if (secret !== undefined && resource?.Condition !== undefined) secret.Condition = resource.Condition
  addOutputs(stack, prefix, resource?.Condition, {
    Address: { 'Fn::GetAtt': [logicalId, 'Endpoint.Address'] },
    Port: { 'Fn::GetAtt': [logicalId, 'Endpoint.Port'] },
    Secret: { Ref: secretIdOf(logicalId) },
    Engine: engine,
    Database: store.database,
    User: store.user,
  })
  const outputs = { address: `${prefix}Address`, port: `${prefix}Port`, secret: `${prefix}Secret` }
  return { engine, stack: rootOf(stack).name, logicalId, database: store.database, user: String(store.user), outputs }
}

/** The snapshot's master user where there is one; otherwise the template's, as it is in production. */
function userOf(stack: DraftStack, logicalId: string, ofSnapshot: string | undefined): string {
  const before = stack.source.template.Resources[logicalId]?.Properties?.MasterUsername
  const now = stack.template.Resources[logicalId]?.Properties?.MasterUsername
  return ofSnapshot ?? foldText(now ?? before, stack.scope) ?? 'postgres'
}

function pascal(name: string): string {
  const words = name.split('_').filter((word) => word !== '')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function storeUnknown(store: string, resource: string) {
  const reason = 'which the replica does not have'
  return fail('production.store_unknown', { store, resource, reason, known: [] })
}
