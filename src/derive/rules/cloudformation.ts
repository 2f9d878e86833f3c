import type { JsonValue } from '../../production/json.ts'
import { isMap } from '../decide/edit.ts'
import { changed, leftOut, type Rule, type RuleContext, type Subject } from '../decide/rule.ts'

const longestWaitSeconds = 900

/** Stacks within stacks, code that runs when a stack is made, and waiting for signals. */
export const cloudformationRules: readonly Rule[] = [
  leftOut('stack-feature-left-out', 'it acts on the whole account or organization', [
    ...['CloudFormation::StackSet', 'CloudFormation::Macro', 'CloudFormation::Hook*', 'CloudFormation::Type*'],
    ...['CloudFormation::LambdaHook', 'CloudFormation::GuardHook', 'CloudFormation::Module*', 'CloudFormation::Publi*'],
    ...['CloudFormation::Resource*', 'CloudFormation::GeneratedTemplate', 'ServiceCatalogAppRegistry::*'],
  ]),
  changed('nested-stack-quiet', 'disabled', 'it is waited for with its parent, and tells nobody', {
    'CloudFormation::Stack': { unset: ['TimeoutInMinutes', 'NotificationARNs'] },
  }),
  {
    name: 'application-refused',
    types: ['AWS::Serverless::Application'],
    decide: () => ({ kind: 'refused', reason: 'its own template has not been derived, so it may name production’s resources' }),
  },
  {
    name: 'custom-resource-refused',
    types: ['Custom::*', 'AWS::CloudFormation::CustomResource'],
    decide: (_, context) => ({
      kind: 'refused',
      reason: 'its code runs when it is created and when it is deleted, and may change production',
      edit: { ServiceTimeout: (value) => atMost(300, value, context) },
    }),
  },
  {
    name: 'wait-shortened',
    types: ['AWS::CloudFormation::WaitCondition'],
    last: true,
    decide: (subject, context) => {
      if (!isSignalled(subject, context)) return { kind: 'dropped', reason: 'it waits for a signal that nobody sends' }
      const set: Record<string, JsonValue> = subject.Properties.Count === undefined ? {} : { Count: 1 }
      const edit = { Timeout: (value: JsonValue | undefined) => (value === undefined ? value : atMost(longestWaitSeconds, value, context)) }
      return { kind: 'shrunk', reason: 'it waits for one signal, for 15 minutes at most', set, edit }
    },
  },
  {
    name: 'wait-handle-left-out',
    types: ['AWS::CloudFormation::WaitConditionHandle'],
    last: true,
    decide: ({ logicalId }, context) =>
      isUsed(logicalId, context) ? undefined : { kind: 'dropped', reason: 'nothing in the replica would signal it' },
  },
  {
    name: 'signals-lowered',
    types: ['*'],
    decide: ({ CreationPolicy }, { facts, foldText }) => {
      if (CreationPolicy === undefined) return undefined
      const policy = facts.signals() ? lowered(CreationPolicy, foldText) : null
      const reason =
        policy === null ? 'nothing in the stack sends the signals that it waits for' : 'it waits for one signal, for 15 minutes at most'
      return { kind: 'shrunk', reason, attributes: { CreationPolicy: policy } }
    },
  },
]

/** A wait condition has a handle that something of the replica knows, or waits for signals by its own name. */
function isSignalled({ Properties, CreationPolicy }: Subject, context: RuleContext): boolean {
  if (Properties.Handle === undefined) return CreationPolicy !== undefined
  const handle = isMap(Properties.Handle) ? Properties.Handle.Ref : undefined
  return typeof handle === 'string' && isUsed(handle, context)
}

function isUsed(handle: string, { facts, isLeft }: RuleContext): boolean {
  return [...facts.referrersOf(handle)].some((id) => isLeft(id) && facts.resource(id)?.Type !== 'AWS::CloudFormation::WaitCondition')
}

function atMost(most: number, value: JsonValue | undefined, { foldText }: RuleContext): JsonValue {
  const given = Number(foldText(value))
  return given > 0 && given <= most ? (value ?? most) : most
}

/** Null where nothing is left of it: only signals are waited for. */
function lowered(policy: JsonValue, foldText: RuleContext['foldText']): JsonValue {
  const signal = isMap(policy) ? policy.ResourceSignal : undefined
  if (!isMap(policy) || !isMap(signal)) return null
  const Count = foldText(signal.Count) === '0' ? 0 : 1
  const { AutoScalingCreationPolicy } = policy
  const own = { ResourceSignal: { Count, Timeout: shortest(foldText(signal.Timeout)) } }
  return AutoScalingCreationPolicy === undefined ? own : { AutoScalingCreationPolicy, ...own }
}

/** ISO 8601 durations such as PT5M and PT1H30M; 15 minutes in place of a longer one or of none that can be read. */
function shortest(timeout: string | undefined): string {
  const [, hours = '0', minutes = '0', seconds = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(timeout ?? 'PT5M') ?? []
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return total > 0 && total <= longestWaitSeconds ? (timeout ?? 'PT5M') : 'PT15M'
}
