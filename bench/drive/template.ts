import type { Template } from '../../src/production/types.ts'

/** What makes the creation fail, when most of the stack is up. */
export const failure = {
  on: 'Topic3:create',
  with: 'The quota of licences in this account is exceeded (HandlerErrorCode: ServiceLimitExceeded)',
}

const logGroup = { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 7 } }

const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  },
}

/**
 * 20 resources that every tool deploys: ten queues (72 s on AWS; 60 s to delete), and topics (4 s; 2 s), each of which waits
 * for a queue, so that the stack takes 76 s on AWS and its deletion 62 s; a log group, a parameter, and a table (15 s; 8 s),
 * because of which the helper makes the stack in standard mode. Where express mode is measured, a log group stands for that.
 */
export function benchTemplate(isExpress: boolean): Template {
  const numbers = Array.from({ length: 10 }, (_, index) => index + 1)
  return {
    Resources: Object.fromEntries([
      ...numbers.map((n) => [`Queue${n}`, { Type: 'AWS::SQS::Queue' }] as const),
      ...numbers.slice(0, 7).map((n) => [`Topic${n}`, { Type: 'AWS::SNS::Topic', DependsOn: [`Queue${n}`] }] as const),
      ['Log', logGroup],
      isExpress ? ['Log2', logGroup] : ['Table', table],
      ['Setting', { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'bench' } }] as const,
    ]),
  }
}
