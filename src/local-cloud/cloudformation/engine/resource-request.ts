import { createHash } from 'node:crypto'
import type { TemplateResource } from '../../../production/types.ts'
import { tagsInProperties } from '../../facts/tag-properties.ts'
import type { ResourceRequest } from '../../types.ts'
import type { Engine } from '../engine.ts'
import type { ResourceRecord, StackRecord } from '../records.ts'
import type { Blueprint } from '../template/blueprint.ts'
import { resolveProperties, resolveValue } from '../template/resolve.ts'
import { scopesOf } from './blueprint-of.ts'

/** A resource as the template wants it now: what the handler is asked for, and what is kept of it. */
export interface WantedResource {
  request: ResourceRequest
  kept: Pick<ResourceRecord, 'logicalId' | 'type' | 'properties' | 'digest' | 'dependsOn' | 'deletionPolicy' | 'replacePolicy' | 'imports'>
}

/** Resolves one resource of the template. Throws ValidationError, StackFault. */
export function wantResource(engine: Engine, stackId: string, blueprint: Blueprint, logicalId: string): WantedResource {
  const declaration = blueprint.resources[logicalId] as TemplateResource
  const { real, shown, imports } = scopesOf(engine, stackId, blueprint)
  const properties = resolveProperties(declaration.Properties, real)
  const stack = engine.stacks.get(stackId)
  const type = declaration.Type
  const deletionPolicy = policyOf(declaration.DeletionPolicy, (value) => resolveValue(value, real)) ?? defaultPolicy({ type, properties })
  const replacePolicy = policyOf(declaration.UpdateReplacePolicy, (value) => resolveValue(value, real)) ?? 'Delete'
  const dependsOn = blueprint.dependencies[logicalId] ?? []
  const request = { type, logicalId, stackName: stack.name, stackId, properties, tags: tagsOf(stack, { type, logicalId, properties }) }
  const kept = { logicalId, type, properties: resolveProperties(declaration.Properties, shown), dependsOn, deletionPolicy, replacePolicy }
  return { request, kept: { ...kept, digest: digestOf(properties, stack), imports: [...imports] } }
}

/** The request for a resource that is there, as far as it is kept: for its deletion. */
export function requestOf(stack: StackRecord, { type, logicalId, properties }: ResourceRecord): ResourceRequest {
  return { type, logicalId, stackName: stack.name, stackId: stack.id, properties, tags: tagsOf(stack, { type, logicalId, properties }) }
}

function policyOf(value: TemplateResource['DeletionPolicy'], resolve: (value: string) => unknown): string | undefined {
  return value === undefined ? undefined : String(resolve(value))
}

/** A database that says nothing is kept in a snapshot, unless it is an instance of a cluster. */
function defaultPolicy({ type, properties }: Pick<ResourceRequest, 'type' | 'properties'>): string {
  const isDatabase = type === 'AWS::RDS::DBCluster' || (type === 'AWS::RDS::DBInstance' && properties.DBClusterIdentifier === undefined)
  return isDatabase ? 'Snapshot' : 'Delete'
}

/** The stack's tags, then the resource's own, then those that AWS adds. */
export function tagsOf(
  stack: Pick<StackRecord, 'id' | 'name' | 'tags'>,
  { type, logicalId, properties }: Pick<ResourceRecord, 'type' | 'logicalId' | 'properties'>,
): Record<string, string> {
  return {
    ...stack.tags,
    ...tagsInProperties(type, properties),
    'aws:cloudformation:stack-name': stack.name,
    'aws:cloudformation:stack-id': stack.id,
    'aws:cloudformation:logical-id': logicalId,
  }
}

function digestOf(properties: ResourceRequest['properties'], stack: StackRecord): string {
  return createHash('sha256')
    .update(JSON.stringify([properties, stack.tags]))
    .digest('hex')
}
