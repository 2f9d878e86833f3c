import { expect } from 'chai'
import { productionArns } from '../../../src/derive/boundary/production-arns.ts'
import { productionOf } from '../../support/derive.ts'

describe('productionArns', () => {
  it('fills ARN templates with physical ids, and adds what lies inside', () => {
    const arns = arnsOf({
      'AWS::S3::Bucket': 'shop-files',
      'AWS::Logs::LogGroup': '/shop/web',
      'AWS::DynamoDB::Table': 'orders',
      'AWS::SQS::Queue': 'https://sqs.us-east-1.amazonaws.com/123456789012/jobs.fifo',
      'AWS::KMS::Alias': 'alias/shop',
      'AWS::SSM::Parameter': '/shop/url',
      'AWS::EC2::Instance': 'i-0123456789abcdef0',
      'AWS::Redshift::Cluster': 'warehouse',
      'AWS::Events::Rule': 'bus|nightly',
    })
    expect(arns).to.deep.equal([
      'arn:aws:cloudformation:us-east-1:123456789012:stack/shop/*',
      'arn:aws:dynamodb:us-east-1:123456789012:table/orders',
      'arn:aws:dynamodb:us-east-1:123456789012:table/orders/*',
      'arn:aws:ec2:us-east-1:123456789012:instance/i-0123456789abcdef0',
      'arn:aws:events:us-east-1:123456789012:rule/bus/nightly',
      'arn:aws:kms:us-east-1:123456789012:alias/shop',
      'arn:aws:logs:us-east-1:123456789012:log-group:/shop/web',
      'arn:aws:logs:us-east-1:123456789012:log-group:/shop/web:*',
      'arn:aws:redshift:us-east-1:123456789012:cluster:warehouse',
      'arn:aws:redshift:us-east-1:123456789012:dbgroup:warehouse/*',
      'arn:aws:redshift:us-east-1:123456789012:dbname:warehouse/*',
      'arn:aws:redshift:us-east-1:123456789012:dbuser:warehouse/*',
      'arn:aws:s3:::shop-files',
      'arn:aws:s3:::shop-files/*',
      'arn:aws:sqs:us-east-1:123456789012:jobs.fifo',
      'arn:aws:ssm:us-east-1:123456789012:parameter/shop/url',
    ])
  })

  it('takes physical ids that are ARNs as they are', () => {
    const role = 'arn:aws:sns:us-east-1:123456789012:news'
    expect(arnsOf({ 'AWS::SNS::Topic': role, 'Custom::Thing': 'arn:aws:x:::y' })).to.include.members([role, 'arn:aws:x:::y'])
  })

  it('puts a role’s path before its name', () => {
    const text = 'Resources: {R: {Type: AWS::IAM::Role, Properties: {Path: /team/}}}'
    expect(productionArns(productionOf({ shop: text }, { physicalIds: { R: 'web' } }))).to.include(
      'arn:aws:iam::123456789012:role/team/web',
    )
  })

  it('says nothing of types and ids that it does not know', () => {
    expect(arnsOf({ 'Custom::Thing': 'x', __proto__x: 'y', 'AWS::Glue::Table': 'one' })).to.have.length(1)
  })
})

function arnsOf(resources: Record<string, string>): string[] {
  const entries = Object.entries(resources).map(([type, physicalId], index) => [`R${index}`, type, physicalId] as const)
  const template = { Resources: Object.fromEntries(entries.map(([logicalId, Type]) => [logicalId, { Type }])) }
  const physicalIds = Object.fromEntries(entries.map(([logicalId, , physicalId]) => [logicalId, physicalId]))
  return productionArns(productionOf({ shop: JSON.stringify(template) }, { physicalIds }))
}
