import type { JsonValue } from '../../production/json.ts'
import type { Rule, RuleContext } from '../rule.ts'

const reason = 'its messages would leave the replica for real people or systems'
const within = new Set(['sqs', 'lambda'])

/** Subscriptions stay only where a queue or a function of the same replica listens. */
export const messagingRules: readonly Rule[] = [
  {
    name: 'subscription-left-out',
    types: ['AWS::SNS::Subscription'],
    decide: ({ Properties }, context) => (staysInside(Properties, context) ? undefined : { kind: 'dropped', reason }),
  },
  {
    name: 'topic-subscriptions-removed',
    types: ['AWS::SNS::Topic'],
    decide: ({ Properties }, context) => {
      const { Subscription } = Properties
      if (!Array.isArray(Subscription))
        return Subscription === undefined ? undefined : { kind: 'disabled', reason, unset: ['Subscription'] }
      const kept = Subscription.filter((each) => isRecord(each) && staysInside(each, context))
      return kept.length === 0
        ? { kind: 'disabled', reason, unset: ['Subscription'] }
        : { kind: 'disabled', reason, set: { Subscription: kept } }
    },
  },
  {
    name: 'destination-left-out',
    types: ['AWS::Events::ApiDestination', 'AWS::Events::Connection', 'AWS::Events::EventBusPolicy'],
    decide: () => ({ kind: 'dropped', reason: 'it calls systems outside the replica' }),
  },
]

/** A literal endpoint is somebody else's; one that is referred to or imported is the replica's own. */
function staysInside(subscription: Record<string, JsonValue>, context: RuleContext): boolean {
  const protocol = context.foldText(subscription.Protocol)
  return protocol !== undefined && within.has(protocol) && context.foldText(subscription.Endpoint) === undefined
}

function isRecord(value: JsonValue): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
