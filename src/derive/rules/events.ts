import type { JsonValue } from '../../production/json.ts'
import { isMap, keepEntries } from '../decide/edit.ts'
import { changed, leftOut, type Rule } from '../decide/rule.ts'

const reason = 'it would do production’s work a second time'

/** What starts by itself is stopped; a pipeline of replica.yml starts it when it is wanted. */
export const eventRules: readonly Rule[] = [
  changed('rule-disabled', 'disabled', reason, {
    'Events::Rule': { set: { State: 'DISABLED' } },
    'Scheduler::Schedule': { set: { State: 'DISABLED' } },
    'Timestream::ScheduledQuery': { unset: ['NotificationConfiguration'] },
  }),
  changed('mapping-disabled', 'disabled', 'it would take production’s messages away', {
    'Lambda::EventSourceMapping': { set: { Enabled: false }, unset: ['ProvisionedPollerConfig'] },
  }),
  changed('pipe-stopped', 'disabled', reason, { 'Pipes::Pipe': { set: { DesiredState: 'STOPPED' }, unset: ['LogConfiguration'] } }),
  leftOut('destination-left-out', 'it calls systems outside the replica', [
    ...[
      'Events::ApiDestination',
      'Events::Connection',
      'Events::EventBusPolicy',
      'Events::Endpoint',
      'EventSchemas::*',
      'AppIntegrations::*',
    ],
    ...['EventsV2::*'],
  ]),
  leftOut('query-left-out', 'it runs by a schedule that cannot be stopped', ['Timestream::ScheduledQuery', 'Logs::ScheduledQuery']),
  {
    name: 'rule-tells-within',
    types: ['AWS::Events::Rule'],
    decide: (_, { isInReplica }) => ({
      kind: 'disabled',
      reason: 'it leads only to what the replica has',
      edit: { Targets: (targets: JsonValue | undefined) => keepEntries(targets, (each) => !isMap(each) || isInReplica(each.Arn)) },
    }),
  },
]
