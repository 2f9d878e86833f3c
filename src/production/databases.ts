import type { SnapshotSource } from '../ports/cloud.ts'
import { splitName } from './nested.ts'
import type { ProductionStack, TemplateResource } from './types.ts'

/** The resource types that can be a store, and where their snapshots are kept. */
export const databaseTypes: Readonly<Record<string, SnapshotSource['kind']>> = {
  'AWS::RDS::DBInstance': 'rds-instance',
  'AWS::RDS::DBCluster': 'rds-cluster',
  'AWS::Redshift::Cluster': 'redshift-cluster',
}

/** One database of production, in its stack. */
export interface Database {
  stack: ProductionStack
  logicalId: string
  kind: SnapshotSource['kind']
  resource: TemplateResource
}

/** Every database of the stacks, without those instances that are members of a cluster. */
export function listDatabases(stacks: readonly ProductionStack[]): Database[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources).flatMap(([logicalId, resource]) => {
      const kind = databaseTypes[resource.Type]
      const isMember = resource.Properties?.DBClusterIdentifier !== undefined && kind === 'rds-instance'
      return kind === undefined || isMember ? [] : [{ stack, logicalId, kind, resource }]
    }),
  )
}

/** The databases that `LogicalId` or `Stack/LogicalId` names (`Stack/Nested/LogicalId` in a nested stack): one where all is well. */
export function findDatabases(stacks: readonly ProductionStack[], name: string): Database[] {
  const { stack, logicalId } = splitName(name)
  return listDatabases(stacks).filter((each) => each.logicalId === logicalId && (stack === undefined || each.stack.name === stack))
}
