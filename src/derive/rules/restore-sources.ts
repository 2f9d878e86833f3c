import { findDatabases } from '../../production/databases.ts'
import { foldText, scopeOf } from '../../production/fold.ts'
import type { Production } from '../../production/types.ts'
import type { Spec } from '../../spec/types.ts'
import { cloneOf } from './clusters.ts'

/** What a plan names of production's on purpose: the snapshots that its stores are restored from, and the clusters that they are cloned from. */
export function restoreSources(production: Production, spec: Pick<Spec, 'stores'>): Set<string> {
  const snapshots = Object.values(production.snapshots).map((snapshot) => snapshot.id)
  const clones = Object.entries(spec.stores).flatMap(([name, { resource, data }]) =>
    findDatabases(production.stacks, resource).flatMap(({ stack, logicalId, kind, resource: { Properties = {} } }) => {
      const physicalId = stack.resources.find((each) => each.logicalId === logicalId)?.physicalId
      const scope = scopeOf(stack, production)
      const store = { name, data, snapshot: production.snapshots[name] }
      const clone =
        kind === 'rds-cluster' ? cloneOf({ Properties }, { foldText: (value) => foldText(value, scope), physicalId, store }) : undefined
      return clone ?? []
    }),
  )
  return new Set([...snapshots, ...clones])
}
