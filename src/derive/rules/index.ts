import type { Rule } from '../rule.ts'
import { computeRules } from './compute.ts'
import { customResourceRules } from './custom-resources.ts'
import { leftOutRules } from './left-out.ts'
import { messagingRules } from './messaging.ts'
import { monitoringRules } from './monitoring.ts'
import { networkRules } from './network.ts'
import { rdsRules } from './rds.ts'
import { redshiftRules } from './redshift.ts'
import { scheduleRules } from './schedules.ts'
import { storageRules } from './storage.ts'

/** Every rule, in the order in which they are asked: what is left out first, then what is changed. */
const rules: readonly Rule[] = [
  ...leftOutRules,
  ...customResourceRules,
  ...networkRules,
  ...rdsRules,
  ...redshiftRules,
  ...storageRules,
  ...computeRules,
  ...scheduleRules,
  ...messagingRules,
  ...monitoringRules,
]

/** The rules for resources of one type: those of the very type first, then those of its service, then those of all. */
export const rulesFor = finderOf(rules.filter((rule) => rule.last !== true))

/** The rules that are asked last, as `rulesFor`. */
export const lastRulesFor = finderOf(rules.filter((rule) => rule.last === true))

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
  return (type) => [...(exact.get(type) ?? []), ...prefixes.filter(([prefix]) => type.startsWith(prefix)).map(([, rule]) => rule)]
}
