import type { StackRecord } from '../cloudformation/records.ts'
import { makePhysicalId } from '../cloudformation/resources/physical-id.ts'
import { deleteSeconds } from '../facts/resource-types.ts'
import { createInterface, livingInterfaces, networkInterfacesOf } from '../services/ec2/network-interfaces.ts'
import type { ResourceHandler } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { listOf, mapOf, textOf } from './properties.ts'

/** AWS::EC2::SecurityGroup: one that a network interface has is not deleted. */
export const securityGroup: ResourceHandler = {
  create: async (request, world) => ({ physicalId: makePhysicalId(request, world), attributes: {} }),
  async delete(physicalId, _request, world) {
    if (!livingInterfaces(world).some(({ groupIds }) => groupIds.includes(physicalId))) return
    throw new ResourceFailure(
      `resource ${physicalId} has a dependent object (Service: Ec2, Status Code: 400, Error Code: DependencyViolation)`,
    )
  },
}

/** AWS::EC2::Subnet: one in which there is a network interface is not deleted. */
export const subnet: ResourceHandler = {
  create: async (request, world) => ({ physicalId: makePhysicalId(request, world), attributes: {} }),
  async delete(physicalId, _request, world) {
    if (!livingInterfaces(world).some(({ subnetId }) => subnetId === physicalId)) return
    const start = `The subnet '${physicalId}' has dependencies and cannot be deleted.`
    throw new ResourceFailure(`${start} (Service: Ec2, Status Code: 400, Error Code: DependencyViolation)`)
  },
}

/** AWS::EC2::NetworkInterface: one that is in use is not deleted. */
export const networkInterface: ResourceHandler = {
  async create({ properties, tags }, world) {
    const groupIds = listOf(properties, 'GroupSet').map(String)
    const options = {
      subnetId: textOf(properties, 'SubnetId') ?? '',
      vpcId: '',
      groupIds,
      description: textOf(properties, 'Description') ?? '',
    }
    const { id } = await createInterface(world, { ...options, status: 'available', tags: { ...tags } })
    return { physicalId: id, attributes: { Id: id } }
  },
  async delete(physicalId, _request, world) {
    const found = networkInterfacesOf(world).get(physicalId)
    if (found?.status === 'in-use') throw new ResourceFailure(`Network interface '${physicalId}' is currently in use.`)
    await networkInterfacesOf(world).remove(physicalId)
  },
}

/** AWS::Lambda::Function: in a network it has interfaces, which outlive it where nobody waits for them (express mode). */
export const lambdaFunction: ResourceHandler = {
  async create(request, world) {
    const physicalId = makePhysicalId(request, world)
    const network = mapOf(request.properties.VpcConfig)
    const groupIds = listOf(network, 'SecurityGroupIds').map(String)
    const description = `AWS Lambda VPC ENI-${physicalId}`
    for (const subnetId of listOf(network, 'SubnetIds').map(String)) {
      await createInterface(world, { subnetId, vpcId: '', groupIds, description, status: 'in-use', tags: {} })
    }
    return { physicalId, attributes: {} }
  },
  async delete(physicalId, { type, properties, stackId }, world) {
    const waits = world.state.table<StackRecord>('stacks').get(stackId)?.express !== true
    const leftMs = waits ? 0 : deleteSeconds(type, properties) * 1000 * world.timeScale
    const goneAtMs = world.clock.now().getTime() + leftMs
    const own = livingInterfaces(world).filter(({ description }) => description === `AWS Lambda VPC ENI-${physicalId}`)
    for (const each of own) await networkInterfacesOf(world).put(each.id, { ...each, goneAtMs })
  },
}
