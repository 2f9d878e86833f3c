import type { Template } from '../../src/production/types.ts'

/** What makes the creation fail, once half of the stack is up. */
export const failure = {
  on: 'Queue3:create',
  with: 'The quota of licences in this account is exceeded (HandlerErrorCode: ServiceLimitExceeded)',
}

/**
 * 20 resources that every tool deploys: seven queues behind as many dead-letter queues, which make the longest chain
 * (2 x 72 s on AWS; deletion 2 x 60 s), topics, log groups and a parameter.
 */
export function benchTemplate(): Template {
  const numbers = [1, 2, 3, 4, 5, 6, 7]
  return {
    Resources: Object.fromEntries([
      ...numbers.map((n) => [`DeadLetters${n}`, { Type: 'AWS::SQS::Queue' }] as const),
      ...numbers.map((n) => [`Queue${n}`, queueBefore(`DeadLetters${n}`)] as const),
      ...[1, 2, 3].map((n) => [`Topic${n}`, { Type: 'AWS::SNS::Topic' }] as const),
      ...[1, 2].map((n) => [`Log${n}`, { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 7 } }] as const),
      ['Setting', { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'bench' } }] as const,
    ]),
  }
}

function queueBefore(deadLetters: string): { Type: string; Properties: Record<string, never> } {
  const RedrivePolicy = { deadLetterTargetArn: { 'Fn::GetAtt': [deadLetters, 'Arn'] }, maxReceiveCount: 3 }
  return { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy } as never }
}
