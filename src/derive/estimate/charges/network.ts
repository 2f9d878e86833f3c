import { type Charge, chargeHourly, listOf, type Pricers } from '../charge.ts'

const attachment = (): Charge[] => [chargeHourly('attachment', 'transit-attachment', 'hour')]

/** Gateways, balancers, addresses and endpoints. */
export const networkPricers: Pricers = {
  'AWS::EC2::NatGateway': () => [chargeHourly('NAT gateway', 'nat-gateway', 'hour')],
  'AWS::EC2::EIP': () => [chargeHourly('public address', 'public-ipv4', 'minute')],
  'AWS::EC2::TransitGatewayAttachment': attachment,
  'AWS::EC2::TransitGatewayVpcAttachment': attachment,
  'AWS::EC2::VPCEndpoint': ({ properties, text }) => {
    const type = text(properties.VpcEndpointType) ?? 'Gateway'
    if (type === 'Gateway') return []
    const zones = Math.max(1, listOf(properties.SubnetIds).length)
    return [chargeHourly(`${type.toLowerCase()} endpoint${zones === 1 ? '' : ` in ${zones} zones`}`, 'interface-endpoint', 'hour', zones)]
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': () => [chargeHourly('classic load balancer', 'clb', 'hour')],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ properties, text }) => {
    const type = text(properties.Type) ?? 'application'
    const kind = type === 'network' ? 'nlb' : type === 'gateway' ? 'gwlb' : 'alb'
    return [chargeHourly(`${type} load balancer`, kind, 'hour')]
  },
  'AWS::NetworkFirewall::Firewall': ({ properties }) => {
    const zones = Math.max(1, listOf(properties.SubnetMappings).length)
    return [chargeHourly(`firewall in ${zones === 1 ? 'one zone' : `${zones} zones`}`, 'firewall-endpoint', 'hour', zones)]
  },
}
