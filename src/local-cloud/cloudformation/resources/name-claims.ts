import type { ResourceRequest, World } from '../../types.ts'
import { ResourceFailure } from '../../types.ts'
import { fixedName } from './physical-id.ts'

/** Table `physical-names`, by type and name: who has taken a name that is unique in the account. */
interface Claim {
  stackId: string
  logicalId: string
}

/** Takes the fixed name of a resource before it is made. Throws ResourceFailure where a living resource has it. */
export async function claimName(request: ResourceRequest, world: World): Promise<void> {
  const name = fixedName(request)
  if (name === undefined) return
  const table = world.state.table<Claim>('physical-names')
  const key = keyOf(request, name)
  const holder = table.get(key)
  if (holder !== undefined && !(holder.stackId === request.stackId && holder.logicalId === request.logicalId)) {
    throw new ResourceFailure(`${name} already exists in stack ${holder.stackId}`)
  }
  await table.put(key, { stackId: request.stackId, logicalId: request.logicalId })
}

/** Gives the name back when the resource is gone. What was retained keeps its name. */
export async function releaseName(request: ResourceRequest, world: World): Promise<void> {
  const name = fixedName(request)
  if (name === undefined) return
  const table = world.state.table<Claim>('physical-names')
  const holder = table.get(keyOf(request, name))
  const isOurs = holder?.stackId === request.stackId && holder.logicalId === request.logicalId
  if (isOurs) await table.remove(keyOf(request, name))
}

/** Where a name is unique within another resource only, that one is part of the key. */
const parents = ['VpcId', 'Cluster', 'HostedZoneId', 'HostedZoneName', 'Type', 'RestApiId', 'ApiId', 'UserPoolId', 'EventBusName']

function keyOf({ type, properties }: ResourceRequest, name: string): string {
  return JSON.stringify([type, name, ...parents.map((parent) => properties[parent] ?? null)])
}
