import type { JsonValue } from '../../production/json.ts'
import { isMap } from '../decide/edit.ts'
import { changed, type Rule, type RuleContext } from '../decide/rule.ts'

/** Events that start a function or a state machine by themselves, and how SAM turns each off. */
const switches: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> = {
  Schedule: { Enabled: false },
  ScheduleV2: { State: 'DISABLED' },
  CloudWatchEvent: { Enabled: false },
  EventBridgeRule: { State: 'DISABLED' },
  SQS: { Enabled: false },
  Kinesis: { Enabled: false },
  DynamoDB: { Enabled: false },
  MSK: { Enabled: false },
  MQ: { Enabled: false },
  SelfManagedKafka: { Enabled: false },
  DocumentDB: { Enabled: false },
}
/** Where an event comes from, by its type. */
const sources: Readonly<Record<string, string>> = {
  SQS: 'Queue',
  SNS: 'Topic',
  Kinesis: 'Stream',
  DynamoDB: 'Stream',
  MSK: 'Stream',
  S3: 'Bucket',
}
const outside = new Set(['CloudWatchLogs', 'AlexaSkill', 'IoTRule', 'SelfManagedKafka', 'MQ', 'Cognito'])

/** Types of the Serverless Application Model, where a template was read before AWS expanded it. */
export const samRules: readonly Rule[] = [
  changed('function-unreserved', 'shrunk', 'it takes no concurrency away from production, and is deployed at once', {
    'Serverless::Function': { unset: ['ReservedConcurrentExecutions', 'ProvisionedConcurrencyConfig', 'DeploymentPreference'] },
    'Serverless::SimpleTable': { unset: ['ProvisionedThroughput', 'PointInTimeRecoverySpecification'] },
    'Serverless::StateMachine': { unset: ['Tracing', 'Logging', 'DeploymentPreference'] },
    'Serverless::WebFunction': { unset: ['ReplicaRegions'] },
  }),
  changed('api-name-left-out', 'disabled', 'the name belongs to production: the replica answers at its own execute-api address', {
    'Serverless::Api': { unset: ['Domain', 'CanarySetting', 'CacheClusterSize'], replace: { CacheClusterEnabled: false } },
    'Serverless::HttpApi': { unset: ['Domain'] },
    'Serverless::GraphQLApi': { unset: ['DomainName'] },
  }),
  changed('layer-deletable', 'disabled', 'it is deleted with the replica', {
    'Serverless::LayerVersion': { set: { RetentionPolicy: 'Delete' } },
  }),
  {
    name: 'events-disabled',
    types: ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'],
    decide: (_, context) => ({
      kind: 'disabled',
      reason: 'it would do production’s work a second time',
      edit: { 'Events.*': (event) => stopped(event, context) },
    }),
  },
  {
    name: 'function-address-left-out',
    types: ['AWS::Serverless::Function'],
    decide: (_, { foldText }) => ({
      kind: 'disabled',
      reason: 'anybody could call it',
      edit: { FunctionUrlConfig: (url) => (isMap(url) && foldText(url.AuthType) === 'AWS_IAM' ? url : undefined) },
    }),
  },
]

/** Undefined where the event comes from outside the replica. */
function stopped(event: JsonValue | undefined, { foldText, isInReplica }: RuleContext): JsonValue | undefined {
  if (!isMap(event)) return event
  const type = foldText(event.Type) ?? ''
  const properties = isMap(event.Properties) ? event.Properties : {}
  const source = Object.hasOwn(sources, type) ? properties[sources[type] ?? ''] : undefined
  if (outside.has(type) || !isInReplica(source)) return undefined
  return Object.hasOwn(switches, type) ? { ...event, Properties: { ...properties, ...switches[type] } } : event
}
