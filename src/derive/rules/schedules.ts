import { change, type Rule } from '../rule.ts'

const reason = 'it would do production’s work a second time'

/** What starts by itself is stopped; a pipeline of replica.yml starts it when it is wanted. */
export const scheduleRules: readonly Rule[] = [
  {
    name: 'rule-disabled',
    types: ['AWS::Events::Rule', 'AWS::Scheduler::Schedule'],
    decide: () => change('disabled', reason, { State: 'DISABLED' }),
  },
  {
    name: 'mapping-disabled',
    types: ['AWS::Lambda::EventSourceMapping'],
    decide: () => change('disabled', 'it would take production’s messages away', { Enabled: false }),
  },
  {
    name: 'pipe-stopped',
    types: ['AWS::Pipes::Pipe'],
    decide: () => change('disabled', reason, { DesiredState: 'STOPPED' }),
  },
  {
    name: 'trigger-stopped',
    types: ['AWS::Glue::Trigger'],
    decide: () => change('disabled', reason, { StartOnCreation: false }),
  },
  {
    name: 'crawler-unscheduled',
    types: ['AWS::Glue::Crawler'],
    decide: () => change('disabled', reason, undefined, ['Schedule']),
  },
  {
    name: 'topic-rule-disabled',
    types: ['AWS::IoT::TopicRule'],
    decide: ({ Properties }) => {
      const payload = Properties.TopicRulePayload
      if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined
      return change('disabled', reason, { TopicRulePayload: { ...payload, RuleDisabled: true } })
    },
  },
]
