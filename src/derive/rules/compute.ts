import { change, type Rule, type RuleContext } from '../rule.ts'

/** One small host of what were many. UserData stays: it is what makes the host production's like. */
export const computeRules: readonly Rule[] = [
  {
    name: 'instance-smallest',
    types: ['AWS::EC2::Instance'],
    decide: ({ Properties }, context) => {
      const type = sizedTo(context.foldText(Properties.InstanceType), context)
      return type === undefined ? undefined : change('shrunk', `the instance type is ${type}`, { InstanceType: type })
    },
  },
  {
    name: 'group-of-one',
    types: ['AWS::AutoScaling::AutoScalingGroup'],
    decide: () =>
      change('shrunk', 'one instance, and nobody is told of it', { MinSize: '1', MaxSize: '1', DesiredCapacity: '1' }, [
        ...['NotificationConfiguration', 'NotificationConfigurations', 'DeletionProtection'],
      ]),
  },
  {
    name: 'function-unreserved',
    types: ['AWS::Lambda::Function', 'AWS::Serverless::Function'],
    decide: () =>
      change('shrunk', 'it takes no concurrency away from production', undefined, [
        ...['ReservedConcurrentExecutions', 'ProvisionedConcurrencyConfig'],
      ]),
  },
  {
    name: 'service-of-one',
    types: ['AWS::ECS::Service'],
    decide: ({ Properties }) => (Properties.DesiredCount === undefined ? undefined : change('shrunk', 'one task', { DesiredCount: 1 })),
  },
  {
    name: 'cluster-without-steps',
    types: ['AWS::EMR::Cluster'],
    decide: () => change('disabled', 'its steps would run when it is created', undefined, ['Steps']),
  },
]

const alreadySmall = /\.(nano|micro)$/

/** Of the same processor family as production's, so that the same image starts; undefined where nothing changes. */
function sizedTo(current: string | undefined, context: RuleContext): string | undefined {
  if (context.size === 'same') return undefined
  if (context.size !== 'smallest') return context.size.chosen
  if (current === undefined || alreadySmall.test(current)) return undefined
  const family = current.split('.')[0] ?? ''
  if (family.startsWith('mac')) return undefined
  return family === 'a1' || /^[a-z]+\d+[a-z]*g/.test(family) ? 't4g.micro' : 't3.micro'
}
