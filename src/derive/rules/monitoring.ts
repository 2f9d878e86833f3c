import { change, type Rule } from '../rule.ts'

/** A replica wakes nobody. */
export const monitoringRules: readonly Rule[] = [
  {
    name: 'alarm-silenced',
    types: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
    decide: () =>
      change('disabled', 'it would wake the people on call', { ActionsEnabled: false }, [
        ...['AlarmActions', 'OKActions', 'InsufficientDataActions'],
      ]),
  },
]
