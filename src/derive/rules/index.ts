import type { Rule } from '../decide/rule.ts'
import { accountWideRules } from './account-wide.ts'
import { autoscalingRules } from './autoscaling.ts'
import { backupRules } from './backup.ts'
import { cacheRules } from './caches.ts'
import { cloudformationRules } from './cloudformation.ts'
import { clusterRules } from './clusters.ts'
import { containerRules } from './containers.ts'
import { deliveryRules } from './delivery.ts'
import { deviceRules } from './devices.ts'
import { dnsRules } from './dns.ts'
import { dynamodbRules } from './dynamodb.ts'
import { edgeRules } from './edge.ts'
import { eventRules } from './events.ts'
import { fileSystemRules } from './file-systems.ts'
import { fleetRules } from './fleet.ts'
import { hostRules } from './hosts.ts'
import { identityRules } from './identity.ts'
import { ingressRules } from './ingress.ts'
import { lambdaRules } from './lambda.ts'
import { loadBalancerRules } from './load-balancers.ts'
import { machineLearningRules } from './machine-learning.ts'
import { mailRules } from './mail.ts'
import { messagingRules } from './messaging.ts'
import { monitoringRules } from './monitoring.ts'
import { networkRules } from './network.ts'
import { targetRules } from './only-replica-targets.ts'
import { pipelineRules } from './pipelines.ts'
import { protectionRules } from './protections.ts'
import { rdsRules } from './rds.ts'
import { redshiftRules } from './redshift.ts'
import { resourcePolicyRules } from './resource-policies.ts'
import { s3Rules } from './s3.ts'
import { samRules } from './sam.ts'
import { searchRules } from './search.ts'
import { secretRules } from './secrets.ts'
import { streamRules } from './streams.ts'
import { unknownTypeRule } from './unknown-types.ts'

/** Every rule, in the order in which those of one type are asked: what is left out first, then what is changed. */
const rules: readonly Rule[] = [
  ...targetRules,
  ...accountWideRules,
  ...[...cloudformationRules, ...samRules],
  ...[...s3Rules, ...fileSystemRules, ...backupRules],
  ...[...clusterRules, ...rdsRules, ...redshiftRules, ...dynamodbRules, ...cacheRules, ...searchRules, ...protectionRules],
  ...[...networkRules, ...ingressRules, ...loadBalancerRules, ...dnsRules, ...edgeRules],
  ...[...hostRules, ...autoscalingRules, ...fleetRules, ...containerRules, ...lambdaRules],
  ...[...eventRules, ...messagingRules, ...streamRules, ...mailRules, ...deviceRules],
  ...[...pipelineRules, ...machineLearningRules, ...deliveryRules],
  ...[...identityRules, ...secretRules, ...resourcePolicyRules, ...monitoringRules],
]

/** The rules for resources of one type: those of the very type first, then those of its service, then those of all. */
export const rulesFor = finderOf([...rules.filter((rule) => rule.last !== true), unknownTypeRule(isNamed)])

/** The rules that are asked last, as `rulesFor`. */
export const lastRulesFor = finderOf(rules.filter((rule) => rule.last === true))

/** Whether a rule knows a type, and not only all of them. */
function isNamed(type: string): boolean {
  return rules.some((rule) => rule.types.some((each) => each !== '*' && matches(each, type)))
}

function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type
}

function finderOf(all: readonly Rule[]): (type: string) => readonly Rule[] {
  const exact = new Map<string, Rule[]>()
  const prefixes: [string, Rule][] = []
  for (const rule of all) {
    for (const type of rule.types) {
      if (type.endsWith('*')) prefixes.push([type.slice(0, -1), rule])
      else exact.set(type, [...(exact.get(type) ?? []), rule])
    }
  }
  // Longer beginnings first: what is said of `AWS::EC2::TransitGateway*` comes before what is said of all.
  prefixes.sort(([one], [other]) => other.length - one.length)
  const find = (type: string) => [
    ...(exact.get(type) ?? []),
    ...prefixes.filter(([prefix]) => type.startsWith(prefix)).map(([, rule]) => rule),
  ]
  const found = new Map([...exact.keys()].map((type) => [type, find(type)]))
  return (type) => found.get(type) ?? find(type)
}
