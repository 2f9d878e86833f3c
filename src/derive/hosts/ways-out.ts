import { fold, foldText } from '../../production/fold.ts'
import { type Held, type Holdings, isSame } from './held.ts'

/** A subnet from which an agent reaches Systems Manager, and by what. */
export interface WayOut {
  subnet: Held
  by: 'nat' | 'endpoints' | 'internet'
  /** Interface endpoints of the network that the agent calls. */
  endpoints: readonly Held[]
}

const preferred: readonly WayOut['by'][] = ['nat', 'endpoints', 'internet']

/**
 * The best subnet of a network for a host: a private one that has a NAT gateway, or endpoints, keeps the host without a
 * public address; else a public one. Undefined where nothing leads out.
 */
export function wayOutOf(network: Held, holdings: Holdings): WayOut | undefined {
  const endpoints = endpointsIn(network, holdings)
  const subnets = holdings.ofType('AWS::EC2::Subnet').filter((subnet) => isIn(network, subnet, holdings))
  const ways = subnets.flatMap((subnet): WayOut[] => {
    const by = gatewayOf(subnet, network, holdings) ?? (hasAll(endpoints, holdings) ? 'endpoints' : undefined)
    return by === undefined ? [] : [{ subnet, by, endpoints }]
  })
  return preferred.flatMap((by) => ways.filter((way) => way.by === by))[0]
}

function isIn(network: Held, held: Held, holdings: Holdings): boolean {
  return holdings.reach(holdings.property(held, 'VpcId'), held.stack).some((each) => isSame(each, network))
}

/** By the route table of the subnet; the network's own main table, which templates do not change, leads nowhere. */
function gatewayOf(subnet: Held, network: Held, holdings: Holdings): 'nat' | 'internet' | undefined {
  const leadsTo = (held: Held, property: string, to: Held) =>
    holdings.reach(holdings.property(held, property), held.stack).some((each) => isSame(each, to))
  const [table] = holdings
    .ofType('AWS::EC2::SubnetRouteTableAssociation')
    .filter((each) => leadsTo(each, 'SubnetId', subnet))
    .flatMap((each) => holdings.reach(holdings.property(each, 'RouteTableId'), each.stack))
    .filter((each) => holdings.resource(each)?.Type === 'AWS::EC2::RouteTable' && isIn(network, each, holdings))
  if (table === undefined) return undefined
  const routes = holdings.ofType('AWS::EC2::Route').filter((each) => isDefault(each, holdings) && leadsTo(each, 'RouteTableId', table))
  if (routes.some((each) => gatewayType(each, 'NatGatewayId', holdings) === 'AWS::EC2::NatGateway')) return 'nat'
  return routes.some((each) => gatewayType(each, 'GatewayId', holdings) === 'AWS::EC2::InternetGateway') ? 'internet' : undefined
}

function isDefault(route: Held, holdings: Holdings): boolean {
  return foldText(holdings.property(route, 'DestinationCidrBlock'), route.stack.scope) === '0.0.0.0/0'
}

function gatewayType(route: Held, property: string, holdings: Holdings): string | undefined {
  const [gateway] = holdings.reach(holdings.property(route, property), route.stack)
  return gateway === undefined ? undefined : holdings.resource(gateway)?.Type
}

/** What the agent calls, and where its work is fetched from. */
const services = ['ssm', 'ssmmessages', 's3']

function endpointsIn(network: Held, holdings: Holdings): Held[] {
  return holdings.ofType('AWS::EC2::VPCEndpoint').filter((each) => isIn(network, each, holdings))
}

function hasAll(endpoints: readonly Held[], holdings: Holdings): boolean {
  return services.every((service) => endpoints.some((endpoint) => serves(endpoint, service, holdings)))
}

function serves(endpoint: Held, service: string, holdings: Holdings): boolean {
  const name = foldText(holdings.property(endpoint, 'ServiceName'), endpoint.stack.scope) ?? ''
  const isPrivate = fold(holdings.property(endpoint, 'PrivateDnsEnabled'), endpoint.stack.scope)
  return name.endsWith(`.${service}`) && (service === 's3' || String(isPrivate) === 'true')
}
