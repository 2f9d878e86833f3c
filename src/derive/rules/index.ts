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

/** The rules for resources of one type, in order. */
export function rulesFor(type: string): Rule[] {
  return rules.filter((rule) => rule.types.some((each) => matches(each, type)))
}

function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type
}
