import type { Rule } from '../rule.ts'

const refusal = 'its code runs when it is created and when it is deleted, and may change production'

/** Resources behind which somebody's code, or another template, stands. */
export const customResourceRules: readonly Rule[] = [
  {
    name: 'custom-resource-refused',
    types: ['Custom::*', 'AWS::CloudFormation::CustomResource'],
    decide: () => ({ kind: 'refused', reason: refusal }),
  },
  {
    name: 'nested-stack-refused',
    types: ['AWS::CloudFormation::Stack'],
    decide: () => ({ kind: 'refused', reason: 'its own template has not been derived, so it may name production’s resources' }),
  },
  {
    name: 'wait-left-out',
    types: ['AWS::CloudFormation::WaitCondition', 'AWS::CloudFormation::WaitConditionHandle'],
    decide: () => ({ kind: 'dropped', reason: 'it waits for a signal that nobody may send' }),
  },
]
