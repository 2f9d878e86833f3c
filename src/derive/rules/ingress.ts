import type { JsonValue } from '../../production/json.ts'
import { isMap, keepEntries } from '../decide/edit.ts'
import type { Rule, RuleContext } from '../decide/rule.ts'

const reason = 'it let in anybody, or hosts and networks that are not the replica’s'
const groups = {
  'AWS::EC2::SecurityGroup': 'SecurityGroupIngress',
  'AWS::RDS::DBSecurityGroup': 'DBSecurityGroupIngress',
}
const single = ['AWS::EC2::SecurityGroupIngress', 'AWS::RDS::DBSecurityGroupIngress', 'AWS::Redshift::ClusterSecurityGroupIngress']
/** Halves and quarters of all addresses are nearly everybody. */
const wide = { ipv4: /\/[0-7]$/, ipv6: /\/(\d|1[0-5])$/ }

/**
 * Nobody from anywhere may enter a replica. Entries of network ACLs stay as they are: they keep no state, so the answers
 * to what a host asks of the outside come in by them, and without ingress of a security group nobody else does.
 */
export const ingressRules: readonly Rule[] = [
  {
    name: 'open-ingress-removed',
    types: Object.keys(groups),
    decide: ({ Type }, context) => {
      const property = Type === 'AWS::EC2::SecurityGroup' ? groups[Type] : 'DBSecurityGroupIngress'
      const edit = (value: JsonValue | undefined) => keepEntries(value, (each) => !isMap(each) || !isOpen(each, context))
      return { kind: 'disabled', reason, edit: { [property]: edit } }
    },
  },
  {
    name: 'open-ingress-left-out',
    types: single,
    decide: ({ Properties }, context) => (isOpen(Properties, context) ? { kind: 'dropped', reason } : undefined),
  },
]

function isOpen(ingress: Record<string, JsonValue>, context: RuleContext): boolean {
  const isWide = ['CidrIp', 'CIDRIP'].some((name) => isWideRange(ingress[name], wide.ipv4, context))
  return isWide || isWideRange(ingress.CidrIpv6, wide.ipv6, context) || isForeign(ingress, context)
}

/** A choice counts as its most open branch; a range that nobody knows counts as open. */
function isWideRange(range: JsonValue | undefined, pattern: RegExp, context: RuleContext): boolean {
  if (range === undefined) return false
  if (isMap(range) && Array.isArray(range['Fn::If'])) {
    return range['Fn::If'].slice(1).some((branch) => isWideRange(branch, pattern, context))
  }
  if (isMap(range) && range.Ref === 'AWS::NoValue') return false
  const text = context.foldText(range)
  return text === undefined ? !context.isInReplica(range) : pattern.test(text.trim())
}

/** Prefix lists and security groups that are not the replica's: production's hosts, AWS's edge, other accounts. */
function isForeign(ingress: Record<string, JsonValue>, { isInReplica, foldText, account }: RuleContext): boolean {
  const owner = foldText(ingress.SourceSecurityGroupOwnerId ?? ingress.EC2SecurityGroupOwnerId)
  if (owner !== undefined && owner !== account) return true
  return ['SourcePrefixListId', 'SourceSecurityGroupId', 'EC2SecurityGroupId'].some((name) => !isInReplica(ingress[name]))
}
