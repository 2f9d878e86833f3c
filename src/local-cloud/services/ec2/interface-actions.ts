import { type QueryMap, queryList, queryMap, queryText } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import type { World } from '../../types.ts'
import { tagList } from '../json-service.ts'
import { items } from './answer.ts'
import { meetsFilters } from './filters.ts'
import type { Ec2Action } from './index.ts'
import { createInterface, livingInterfaces, type NetworkInterfaceRecord, networkInterfacesOf } from './network-interfaces.ts'

/** The actions on network interfaces. */
export const interfaceActions: Readonly<Record<string, Ec2Action>> = {
  DescribeNetworkInterfaces(input, world) {
    const ids = queryList(input.NetworkInterfaceId).map((id) => queryText(id) ?? '')
    const named = ids.length === 0 ? livingInterfaces(world) : ids.map((id) => demandInterface(id, world))
    const chosen = named.filter((each) => meetsFilters(input, factsOf(each), each.tags))
    return { networkInterfaceSet: items(chosen.map((each) => format(each, world))) }
  },

  async CreateNetworkInterface(input, world) {
    const subnetId = queryText(input.SubnetId)
    if (subnetId === undefined) throw new ServiceError('MissingParameter', 'The request must contain the parameter subnetId')
    const groupIds = queryList(input.SecurityGroupId).map((id) => queryText(id) ?? '')
    const description = queryText(input.Description) ?? ''
    const record = await createInterface(world, { subnetId, vpcId: '', groupIds, description, status: 'available', tags: tagsOf(input) })
    return { networkInterface: format(record, world) }
  },

  async DetachNetworkInterface(input, world) {
    const id = (queryText(input.AttachmentId) ?? '').replace(/^eni-attach-/, 'eni-')
    await networkInterfacesOf(world).put(id, { ...demandInterface(id, world), status: 'available' })
    return { return: true }
  },

  async DeleteNetworkInterface(input, world) {
    const found = demandInterface(queryText(input.NetworkInterfaceId) ?? '', world)
    if (found.status === 'in-use') {
      throw new ServiceError('InvalidParameterValue', `Network interface '${found.id}' is currently in use.`)
    }
    await networkInterfacesOf(world).remove(found.id)
    return { return: true }
  },
}

function demandInterface(id: string, world: World): NetworkInterfaceRecord {
  const found = livingInterfaces(world).find((each) => each.id === id)
  if (found !== undefined) return found
  throw new ServiceError('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`)
}

function tagsOf(input: QueryMap): Record<string, string> {
  const given = queryList(input.TagSpecification).flatMap((each) => queryList(queryMap(each).Tag))
  return Object.fromEntries(given.map((tag) => [queryText(queryMap(tag).Key) ?? '', queryText(queryMap(tag).Value) ?? '']))
}

function factsOf({ id, subnetId, vpcId, groupIds, description, status }: NetworkInterfaceRecord) {
  const named = { 'subnet-id': [subnetId], 'vpc-id': [vpcId], 'group-id': groupIds, description: [description], status: [status] }
  return { 'network-interface-id': [id], ...named }
}

function format(record: NetworkInterfaceRecord, world: World): XmlObject {
  const { id, subnetId, vpcId, groupIds, description, status, tags } = record
  const attachment = { attachmentId: id.replace(/^eni-/, 'eni-attach-'), status: 'attached', deleteOnTermination: false }
  return {
    networkInterfaceId: id,
    subnetId,
    vpcId,
    description,
    ownerId: world.account,
    requesterManaged: false,
    status,
    interfaceType: description.startsWith('AWS Lambda') ? 'lambda' : 'interface',
    groupSet: items(groupIds.map((groupId) => ({ groupId, groupName: groupId }))),
    attachment: status === 'in-use' ? attachment : undefined,
    tagSet: items(tagList(tags).map(({ Key, Value }) => ({ key: Key, value: Value }))),
  }
}
