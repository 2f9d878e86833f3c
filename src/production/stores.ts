import { fail, type ReplicaError } from '../errors.ts'
import type { Spec } from '../spec/types.ts'
import { findDatabases, listDatabases } from './databases.ts'
import { splitName } from './nested.ts'
import type { ProductionStack } from './types.ts'

/** Whether each store of replica.yml names exactly one database of production: `production.store_unknown` for each that does not. */
export function checkStores(spec: Spec, stacks: readonly ProductionStack[]): ReplicaError[] {
  return Object.entries(spec.stores).flatMap(([store, { resource }]) => {
    const found = findDatabases(stacks, resource)
    if (found.length === 1) return []
    const reason = found.length > 1 ? 'which several stacks have' : reasonWhyNot(resource, stacks)
    return [fail('production.store_unknown', { store, resource, reason, known: knownNames(stacks) })]
  })
}

function reasonWhyNot(resource: string, stacks: readonly ProductionStack[]): string {
  const { stack: name, logicalId } = splitName(resource)
  const named = stacks.filter((stack) => name === undefined || stack.name === name)
  const types = named.flatMap(({ template }) => (Object.hasOwn(template.Resources, logicalId) ? [template.Resources[logicalId]?.Type] : []))
  if (types.length === 0) return 'which these stacks do not have'
  return types[0] === 'AWS::RDS::DBInstance'
    ? 'which is a member of a cluster: name the cluster'
    : `which is of type ${types[0]}, not a database`
}

/** Every database by its logical id, with its stack where several stacks have one of that name. */
function knownNames(stacks: readonly ProductionStack[]): string[] {
  const databases = listDatabases(stacks)
  return databases.map(({ stack, logicalId }) => {
    const isUnique = databases.filter((other) => other.logicalId === logicalId).length === 1
    return isUnique ? logicalId : `${stack.name}/${logicalId}`
  })
}
