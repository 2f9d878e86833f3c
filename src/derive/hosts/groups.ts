import { foldText } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import { entriesOf, isMap } from '../decide/edit.ts'
import { parseRange } from '../leaks/addresses.ts'
import { type Host, settingsOf } from './find.ts'
import { type Held, type Holdings, isSame } from './held.ts'

/** Who knocks at a security group: by which groups and from which subnets. A VPC stands for its default group. */
export interface Comer {
  groups: readonly Held[]
  subnets: readonly Held[]
}

const groupSettings = ['SecurityGroupIds', 'SecurityGroups', 'NetworkInterfaces.*.GroupSet', 'NetworkInterfaces.*.Groups']
const subnetSettings = ['SubnetId', 'NetworkInterfaces.*.SubnetId']

/** A host as the stores see it. */
export function comerOf(host: Host, holdings: Holdings): Comer {
  const zone = holdings.property(host, 'VPCZoneIdentifier')
  const said = zone === undefined ? settingsOf(host, subnetSettings, holdings) : [{ held: host, value: zone }]
  const subnets = said
    .flatMap(({ held, value }) => holdings.reach(value, held.stack))
    .filter((each) => holdings.resource(each)?.Type === 'AWS::EC2::Subnet')
  return { groups: groupsIn(settingsOf(host, groupSettings, holdings), subnets, holdings), subnets }
}

/** The security groups of the replica among what a value leads to; the default group of the network where it says none. */
export function groupsIn(values: readonly { held: Held; value: JsonValue }[], subnets: readonly Held[], holdings: Holdings): Held[] {
  const reached = values.flatMap(({ held, value }) => holdings.reach(value, held.stack))
  const own = reached.filter((each) => holdings.resource(each)?.Type === 'AWS::EC2::SecurityGroup')
  const network = networkOf(subnets, holdings)
  return values.length > 0 || network === undefined ? own : [network]
}

/** The VPC of the replica that subnets lie in. */
export function networkOf(subnets: readonly Held[], holdings: Holdings): Held | undefined {
  return subnets
    .flatMap((subnet) => holdings.reach(holdings.property(subnet, 'VpcId'), subnet.stack))
    .find((each) => holdings.resource(each)?.Type === 'AWS::EC2::VPC')
}

/** Whether a security group lets someone in by TCP on a port. What cannot be worked out counts as no. */
export function letsIn(group: Held, comer: Comer, port: number, holdings: Holdings): boolean {
  if (comer.groups.some((each) => isSame(each, group) && holdings.resource(each)?.Type === 'AWS::EC2::VPC')) return true
  return ingressOf(group, holdings).some(
    ({ stack, entry }) => coversPort(entry, port, stack) && isFrom(entry, comer, { stack, logicalId: group.logicalId }, holdings),
  )
}

interface Ingress {
  stack: Held['stack']
  entry: Record<string, JsonValue>
}

/** Those within the group, and those that are resources of their own. */
function ingressOf(group: Held, holdings: Holdings): Ingress[] {
  const within = entriesOf(holdings.property(group, 'SecurityGroupIngress')).filter(isMap)
  const beside = holdings.ofType('AWS::EC2::SecurityGroupIngress').filter((each) => {
    return holdings.reach(holdings.property(each, 'GroupId'), each.stack).some((named) => isSame(named, group))
  })
  return [
    ...within.map((entry) => ({ stack: group.stack, entry })),
    ...beside.map((each) => ({ stack: each.stack, entry: holdings.resource(each)?.Properties ?? {} })),
  ]
}

function coversPort({ IpProtocol, FromPort, ToPort }: Ingress['entry'], port: number, { scope }: Held['stack']): boolean {
  const protocol = foldText(IpProtocol, scope)
  if (protocol === '-1') return true
  const [from, to] = [Number(foldText(FromPort, scope)), Number(foldText(ToPort, scope))]
  return (protocol === 'tcp' || protocol === '6') && from <= port && port <= to
}

function isFrom(entry: Ingress['entry'], comer: Comer, { stack }: Held, holdings: Holdings): boolean {
  const groups = holdings.reach(entry.SourceSecurityGroupId, stack)
  if (groups.some((each) => comer.groups.some((own) => isSame(own, each)))) return true
  const range = rangeOf(entry.CidrIp, stack)
  const networks = holdings.reach(entry.CidrIp, stack)
  return comer.subnets.some((subnet) => {
    const own = rangeOf(holdings.property(subnet, 'CidrBlock'), subnet.stack)
    const isWithin = range !== undefined && own !== undefined && range.first <= own.first && own.last <= range.last
    const network = networkOf([subnet], holdings)
    return isWithin || (network !== undefined && networks.some((each) => isSame(each, network)))
  })
}

function rangeOf(value: JsonValue | undefined, { scope }: Held['stack']) {
  const text = foldText(value, scope)
  return text === undefined ? undefined : parseRange(text)
}
