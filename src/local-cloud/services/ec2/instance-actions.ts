import { rm } from 'node:fs/promises'
import { endProcesses } from '../../network/host-processes.ts'
import { type QueryMap, queryList, queryMap, queryText } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import type { World } from '../../types.ts'
import { tagList } from '../json-service.ts'
import { type HostRecord, hostFolder, hostsOf } from '../ssm/hosts.ts'
import { items } from './answer.ts'
import { meetsFilters } from './filters.ts'
import type { Ec2Action } from './index.ts'

/** The actions on instances, which are the hosts that SSM commands. */
export const instanceActions: Readonly<Record<string, Ec2Action>> = {
  DescribeInstances(input, world) {
    const chosen = namedHosts(input, world).filter((host) => meetsFilters(input, factsOf(host), host.tags))
    return {
      reservationSet: items(chosen.map((host) => ({ reservationId: `r-${host.id.slice(2)}`, instancesSet: items([format(host, world)]) }))),
    }
  },

  async ModifyInstanceAttribute(input, world) {
    const host = demandHost(queryText(input.InstanceId) ?? '', world)
    const value = queryText(queryMap(input.DisableApiTermination).Value) ?? queryText(input.Value)
    await hostsOf(world).put(host.id, { ...host, isProtected: value === 'true' })
    return { return: true }
  },

  async TerminateInstances(input, world) {
    const hosts = namedHosts(input, world)
    const kept = hosts.find(({ isProtected }) => isProtected === true)
    if (kept !== undefined) throw new ServiceError('OperationNotPermitted', protectedHost(kept.id))
    for (const host of hosts) await removeHost(host.id, world)
    const state = (code: number, name: string) => ({ code, name })
    const changes = hosts.map(({ id }) => ({
      instanceId: id,
      currentState: state(32, 'shutting-down'),
      previousState: state(16, 'running'),
    }))
    return { instancesSet: items(changes) }
  },
}

/** AWS's sentence for an instance that is protected from termination. */
export function protectedHost(id: string): string {
  return `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`
}

export async function removeHost(id: string, world: World): Promise<void> {
  await hostsOf(world).remove(id)
  await endProcesses(id, world)
  await rm(hostFolder(world, id), { recursive: true, force: true })
}

function namedHosts(input: QueryMap, world: World): HostRecord[] {
  const ids = queryList(input.InstanceId).map((id) => queryText(id) ?? '')
  return ids.length === 0 ? hostsOf(world).values() : ids.map((id) => demandHost(id, world))
}

function demandHost(id: string, world: World): HostRecord {
  const host = hostsOf(world).get(id)
  if (host === undefined) throw new ServiceError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
  return host
}

function factsOf({ id, imageId, instanceType, privateIp }: HostRecord) {
  return {
    'instance-id': [id],
    'instance-state-name': ['running'],
    'image-id': [imageId],
    'instance-type': [instanceType],
    'private-ip-address': [privateIp],
  }
}

function format(host: HostRecord, world: World): XmlObject {
  return {
    instanceId: host.id,
    imageId: host.imageId,
    instanceState: { code: 16, name: 'running' },
    privateDnsName: `ip-${host.privateIp.replaceAll('.', '-')}.ec2.internal`,
    instanceType: host.instanceType,
    launchTime: host.createdAt,
    placement: { availabilityZone: `${world.region}a`, tenancy: 'default' },
    privateIpAddress: host.privateIp,
    tagSet: items(tagList(host.tags).map(({ Key, Value }) => ({ key: Key, value: Value }))),
  }
}
