import type { JsonValue } from '../../production/json.ts'
import { isMap } from '../edit.ts'
import { changed, leftOut, type Rule, type RuleContext } from '../rule.ts'
import { sizedTo } from './hosts.ts'

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
  {
    name: 'group-of-small',
    types: ['AWS::AutoScaling::AutoScalingGroup'],
    decide: (_, context) => ({
      kind: 'shrunk',
      reason: 'one kind of instance, the smallest',
      edit: { 'MixedInstancesPolicy.LaunchTemplate.Overrides': (value) => oneOverride(value, context) },
    }),
  },
]

/** Two overrides may not name the same type. */
function oneOverride(overrides: JsonValue | undefined, context: RuleContext): JsonValue | undefined {
  if (!Array.isArray(overrides) || context.size === 'same') return overrides
  const [first] = overrides
  const type = isMap(first) ? sizedTo(context.foldText(first.InstanceType), context) : undefined
  if (!isMap(first)) return overrides
  const { WeightedCapacity: _, ...rest } = first
  return [type === undefined ? rest : { ...rest, InstanceType: type }]
}
