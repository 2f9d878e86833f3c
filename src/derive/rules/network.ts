import type { JsonValue } from '../../production/json.ts'
import type { Rule, RuleContext } from '../rule.ts'

const ingressTypes = ['AWS::EC2::SecurityGroupIngress', 'AWS::RDS::DBSecurityGroupIngress', 'AWS::Redshift::ClusterSecurityGroupIngress']
const noValue: JsonValue = { Ref: 'AWS::NoValue' }

/** Nobody from anywhere may enter a replica. */
export const networkRules: readonly Rule[] = [
  {
    name: 'open-ingress-removed',
    types: ['AWS::EC2::SecurityGroup', 'AWS::RDS::DBSecurityGroup'],
    decide: ({ Properties }, context) => {
      const property = ['SecurityGroupIngress', 'DBSecurityGroupIngress'].find((name) => Properties[name] !== undefined)
      if (property === undefined) return undefined
      const closed = withoutOpen(Properties[property] ?? null, context)
      const reason = 'it let anybody in, from 0.0.0.0/0 or ::/0'
      return closed === undefined
        ? { kind: 'disabled', reason, unset: [property] }
        : { kind: 'disabled', reason, set: { [property]: closed } }
    },
  },
  {
    name: 'open-ingress-left-out',
    types: ingressTypes,
    decide: ({ Properties }, context) =>
      isOpen(Properties, context) ? { kind: 'dropped', reason: 'it let anybody in, from 0.0.0.0/0 or ::/0' } : undefined,
  },
  {
    name: 'public-zone-left-out',
    types: ['AWS::Route53::HostedZone'],
    decide: ({ Properties }) =>
      Properties.VPCs === undefined ? { kind: 'dropped', reason: 'a public zone of production’s name' } : undefined,
  },
]

/** Ingress without the open entries, whatever conditions stand around them; undefined where none is left. */
function withoutOpen(value: JsonValue, context: RuleContext): JsonValue | undefined {
  if (Array.isArray(value)) {
    const closed = value.map((each) => withoutOpen(each, context)).filter((each) => each !== undefined)
    return closed.length === 0 ? undefined : closed
  }
  if (typeof value !== 'object' || value === null) return value
  const choice = value['Fn::If']
  if (!Array.isArray(choice)) return isOpen(value, context) ? undefined : value
  const [condition, ...branches] = choice
  const closed = branches.map((each) => withoutOpen(each, context) ?? noValue)
  return { 'Fn::If': [condition ?? '', ...closed] }
}

/** An address range that holds every address, in whatever property it stands. A choice counts as its most open branch. */
function isOpen(ingress: Record<string, JsonValue>, context: RuleContext): boolean {
  return ['CidrIp', 'CidrIpv6', 'CIDRIP'].some((property) =>
    candidates(ingress[property], context).some((text) => /\/0+$/.test(text.trim())),
  )
}

function candidates(value: JsonValue | undefined, context: RuleContext): string[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Array.isArray(value['Fn::If'])) {
    return value['Fn::If'].slice(1).flatMap((branch) => candidates(branch, context))
  }
  const text = context.foldText(value)
  return text === undefined ? [] : [text]
}
