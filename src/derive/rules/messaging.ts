import type { JsonValue } from '../../production/json.ts'
import { isMap, keepEntries } from '../decide/edit.ts'
import { changed, type Rule, type RuleContext } from '../decide/rule.ts'

const reason = 'its messages would leave the replica for real people or systems'
const within = new Set(['sqs', 'lambda', 'firehose'])

/** Subscriptions stay only where a queue, a function or a stream of the same replica listens. */
export const messagingRules: readonly Rule[] = [
  {
    name: 'subscription-left-out',
    types: ['AWS::SNS::Subscription'],
    decide: ({ Properties }, context) => (staysInside(Properties, context) ? undefined : { kind: 'dropped', reason }),
  },
  {
    name: 'topic-subscriptions-removed',
    types: ['AWS::SNS::Topic'],
    decide: (_, context) => ({
      kind: 'disabled',
      reason,
      edit: { Subscription: (value: JsonValue | undefined) => keepEntries(value, (each) => isMap(each) && staysInside(each, context)) },
    }),
  },
  changed('topic-silent', 'disabled', 'what it delivers is logged nowhere and kept nowhere', {
    'SNS::Topic': { unset: ['DeliveryStatusLogging', 'DataProtectionPolicy', 'ArchivePolicy'] },
  }),
]

function staysInside(subscription: Record<string, JsonValue>, context: RuleContext): boolean {
  const protocol = context.foldText(subscription.Protocol)
  return protocol !== undefined && within.has(protocol) && context.isInReplica(subscription.Endpoint)
}
