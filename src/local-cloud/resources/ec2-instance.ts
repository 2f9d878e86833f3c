import { mkdir } from 'node:fs/promises'
import { protectedHost, removeHost } from '../services/ec2/instance-actions.ts'
import type { HostRecord } from '../services/ssm/hosts.ts'
import { hostFolder, hostsOf } from '../services/ssm/hosts.ts'
import type { ResourceHandler, ResourceOutcome, World } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { flagOf, textOf } from './properties.ts'

/** AWS::EC2::Instance: a host that is a directory; SSM runs commands in it. UserData is not run. */
export const ec2Instance: ResourceHandler = {
  async create(request, world) {
    const id = `i-0${world.entropy.hex(8)}`
    const octets = world.entropy.hex(2).match(/../g) ?? []
    const host: HostRecord = {
      id,
      imageId: textOf(request.properties, 'ImageId') ?? '',
      instanceType: textOf(request.properties, 'InstanceType') ?? 't3.micro',
      privateIp: ['10', '0', ...octets.map((octet) => Number.parseInt(octet, 16))].join('.'),
      tags: { ...request.tags },
      createdAt: world.clock.now().toISOString(),
      isProtected: flagOf(request.properties, 'DisableApiTermination'),
    }
    await mkdir(hostFolder(world, id), { recursive: true })
    await hostsOf(world).put(id, host)
    return outcome(host, world)
  },

  async update(physicalId, request, world) {
    const host = hostsOf(world).get(physicalId)
    if (host === undefined) throw new ResourceFailure(`The instance ID '${physicalId}' does not exist`)
    const changed = { ...host, tags: { ...request.tags }, isProtected: flagOf(request.properties, 'DisableApiTermination') }
    await hostsOf(world).put(physicalId, changed)
    return outcome(changed, world)
  },

  async delete(physicalId, _request, world) {
    const host = hostsOf(world).get(physicalId)
    if (host === undefined) return
    if (host.isProtected === true) throw new ResourceFailure(protectedHost(physicalId))
    await removeHost(physicalId, world)
  },
}

function outcome(host: HostRecord, world: World): ResourceOutcome {
  return {
    physicalId: host.id,
    attributes: {
      InstanceId: host.id,
      AvailabilityZone: `${world.region}a`,
      PrivateIp: host.privateIp,
      PrivateDnsName: `ip-${host.privateIp.replaceAll('.', '-')}.ec2.internal`,
      PublicIp: '',
      PublicDnsName: '',
      VpcId: '',
    },
  }
}
