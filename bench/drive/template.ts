import type { Template } from '../../src/production/types.ts'

/** What makes the creation fail, when most of the stack is up. */
export const failure = {
  on: 'Topic3:create',
  with: 'The quota of licences in this account is exceeded (HandlerErrorCode: ServiceLimitExceeded)',
}

/**
 * 20 resources that every tool deploys: ten queues (72 s on AWS; 60 s to delete), and topics (4 s; 2 s), each of which waits
 * for a queue, so that the stack takes 76 s on AWS and its deletion 62 s; two log groups and a parameter.
 */
export function benchTemplate(): Template {
  const numbers = Array.from({ length: 10 }, (_, index) => index + 1)
  return {
    Resources: Object.fromEntries([
      ...numbers.map((n) => [`Queue${n}`, { Type: 'AWS::SQS::Queue' }] as const),
      ...numbers.slice(0, 7).map((n) => [`Topic${n}`, { Type: 'AWS::SNS::Topic', DependsOn: [`Queue${n}`] }] as const),
      ...[1, 2].map((n) => [`Log${n}`, { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 7 } }] as const),
      ['Setting', { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'bench' } }] as const,
    ]),
  }
}
