import type { JsonValue } from '../../production/json.ts'
import { atMost, isMap } from '../decide/edit.ts'
import { changed, leftOut, type Rule, type RuleContext } from '../decide/rule.ts'
import { sizedTo } from './hosts.ts'

/** Where groups and fleets list the kinds of instances that they may start. */
const overrides: Readonly<Record<string, string>> = {
  'AWS::AutoScaling::AutoScalingGroup': 'MixedInstancesPolicy.LaunchTemplate.Overrides',
  'AWS::EC2::SpotFleet': 'SpotFleetRequestConfigData.LaunchTemplateConfigs.*.Overrides',
  'AWS::EC2::EC2Fleet': 'LaunchTemplateConfigs.*.Overrides',
}

/** Groups of one that never grow. */
export const autoscalingRules: readonly Rule[] = [
  leftOut('scaling-left-out', 'a replica does not grow, and a literal target would be production’s', [
    ...['ApplicationAutoScaling::*', 'AutoScalingPlans::*', 'AutoScaling::ScheduledAction', 'AutoScaling::WarmPool'],
    ...['AutoScaling::LifecycleHook', 'AutoScaling::ScalingPolicy'],
  ]),
  changed('group-of-one', 'shrunk', 'one instance, and nobody is told of it', {
    'AutoScaling::AutoScalingGroup': {
      set: { MinSize: '1', MaxSize: '1', DesiredCapacity: '1' },
      replace: { NewInstancesProtectedFromScaleIn: false },
      unset: [
        ...['NotificationConfiguration', 'NotificationConfigurations', 'DeletionProtection', 'LifecycleHookSpecificationList'],
        ...['InstanceLifecyclePolicy', 'CapacityReservationSpecification', 'PlacementGroup', 'MetricsCollection'],
      ],
    },
  }),
  changed('fleet-of-one', 'shrunk', 'one instance', {
    'EC2::SpotFleet': {
      edit: { 'SpotFleetRequestConfigData.TargetCapacity': atMost(1) },
      unset: ['SpotFleetRequestConfigData.OnDemandTargetCapacity'],
    },
    'EC2::EC2Fleet': {
      edit: { 'TargetCapacitySpecification.TotalTargetCapacity': atMost(1) },
      unset: ['TargetCapacitySpecification.OnDemandTargetCapacity', 'TargetCapacitySpecification.SpotTargetCapacity'],
    },
  }),
  {
    name: 'group-of-small',
    types: Object.keys(overrides),
    decide: ({ Type }, context) => ({
      kind: 'shrunk',
      reason: 'one kind of instance, the smallest',
      edit: { [overrides[Type] ?? '']: (value) => oneOverride(value, context) },
    }),
  },
]

/** Two overrides may not name the same type. */
function oneOverride(given: JsonValue | undefined, context: RuleContext): JsonValue | undefined {
  if (!Array.isArray(given) || context.size === 'same') return given
  const [first] = given
  const type = isMap(first) ? sizedTo(context.foldText(first.InstanceType), context) : undefined
  if (!isMap(first)) return given
  const { WeightedCapacity: _, ...rest } = first
  return [type === undefined ? rest : { ...rest, InstanceType: type }]
}
