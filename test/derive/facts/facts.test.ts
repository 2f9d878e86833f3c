import { expect } from 'chai'
import { arnTemplate } from '../../../src/derive/facts/arns.ts'
import { nameFacts } from '../../../src/derive/facts/names.ts'
import { handlerPermissions } from '../../../src/derive/facts/permissions.ts'
import { references } from '../../../src/derive/facts/references.ts'
import { requiredProperties } from '../../../src/derive/facts/required.ts'
import { tagProperty } from '../../../src/derive/facts/tags.ts'

describe('facts of resource types', () => {
  it('say which properties a template must give', () => {
    expect(requiredProperties('AWS::S3::BucketPolicy')).to.deep.equal(['Bucket', 'PolicyDocument'])
    expect(requiredProperties('AWS::S3::Bucket')).to.deep.equal([])
  })

  it('say by which property a resource is tagged, and in what shape', () => {
    expect(tagProperty('AWS::S3::Bucket')).to.deep.equal({ property: 'Tags', shape: 'list' })
    expect(tagProperty('AWS::Cognito::UserPool')).to.deep.equal({ property: 'UserPoolTags', shape: 'map' })
    expect(tagProperty('AWS::AutoScaling::AutoScalingGroup')?.shape).to.equal('launch-list')
    expect(tagProperty('AWS::S3::BucketPolicy')).to.equal(undefined)
  })

  it('have ARN templates', () => {
    expect(arnTemplate('AWS::SQS::Queue')).to.equal('arn:${Partition}:sqs:${Region}:${Account}:${QueueName}')
  })

  it('tell what a resource acts on from what it merely uses', () => {
    expect(references('AWS::ElasticLoadBalancingV2::Listener')).to.deep.equal(['LoadBalancerArn'])
    expect(references('AWS::SQS::QueuePolicy')).to.deep.equal(['Queues'])
    expect(references('AWS::RDS::DBInstance')).to.deep.equal(['DBClusterIdentifier'])
    expect(references('AWS::Lambda::Function')).to.deep.equal([])
  })

  it('list the IAM actions of each handler', () => {
    const { create, delete: removal } = handlerPermissions('AWS::SQS::Queue')
    expect(create).to.include('sqs:CreateQueue')
    expect(removal).to.deep.equal(['sqs:DeleteQueue', 'sqs:GetQueueAttributes'])
  })

  it('name optional, required, nested and curated names', () => {
    expect(nameFacts('AWS::S3::Bucket').BucketName).to.deep.include({ max: 63 })
    expect(nameFacts('AWS::KMS::Alias').AliasName?.required).to.equal(true)
    expect(nameFacts('AWS::CloudFront::CachePolicy')['CachePolicyConfig.Name']?.required).to.equal(true)
    expect(nameFacts('AWS::EKS::Addon')).to.deep.equal({})
  })

  for (const type of ['Custom::Thing', '__proto__', 'constructor', 'toString', '']) {
    it(`know nothing of ${JSON.stringify(type)}`, () => {
      expect(requiredProperties(type)).to.deep.equal([])
      expect(tagProperty(type)).to.equal(undefined)
      expect(arnTemplate(type)).to.equal(undefined)
      expect(references(type)).to.deep.equal([])
      expect(nameFacts(type)).to.deep.equal({})
      expect(handlerPermissions(type)).to.deep.equal({ create: [], read: [], update: [], delete: [] })
    })
  }
})
