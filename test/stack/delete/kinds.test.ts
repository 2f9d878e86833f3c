import { expect } from 'chai'
import { tagProperty } from '../../../src/derive/facts/tags.ts'
import { resourceOfArn } from '../../../src/stack/delete/kinds.ts'

const at = (rest: string) => `arn:aws:${rest}`

describe('resourceOfArn', () => {
  const known: readonly (readonly [arn: string, type: string, id: string])[] = [
    [at('s3:::pr-42-lake'), 'AWS::S3::Bucket', 'pr-42-lake'],
    [at('logs:us-east-1:1:log-group:/aws/lambda/app:*'), 'AWS::Logs::LogGroup', '/aws/lambda/app'],
    [at('secretsmanager:us-east-1:1:secret:a/b-AbCdEf'), 'AWS::SecretsManager::Secret', at('secretsmanager:us-east-1:1:secret:a/b-AbCdEf')],
    [at('rds:us-east-1:1:snapshot:one'), 'AWS::RDS::DBSnapshot', 'one'],
    [at('rds:us-east-1:1:cluster-snapshot:one'), 'AWS::RDS::ClusterSnapshot', 'one'],
    [at('rds:us-east-1:1:cluster:one'), 'AWS::RDS::DBCluster', 'one'],
    [at('redshift:us-east-1:1:snapshot:warehouse/one'), 'AWS::Redshift::Snapshot', 'one'],
    [at('sqs:us-east-1:1:jobs'), 'AWS::SQS::Queue', 'https://sqs.us-east-1.amazonaws.com/1/jobs'],
    [at('ec2:us-east-1:1:network-interface/eni-1'), 'AWS::EC2::NetworkInterface', 'eni-1'],
    [at('ec2:us-east-1:1:vpc-endpoint/vpce-1'), 'AWS::EC2::VPCEndpoint', 'vpce-1'],
    [at('dynamodb:us-east-1:1:table/scores'), 'AWS::DynamoDB::Table', 'scores'],
  ]
  for (const [arn, type, id] of known) {
    it(`knows ${arn}`, () => {
      expect(resourceOfArn(arn)).to.deep.equal({ type, id })
    })
    it(`names a type whose own tags can be read: ${type}`, () => {
      expect(tagProperty(type)).to.be.an('object')
    })
  }

  it('knows nothing of other kinds, nor of what is no ARN', () => {
    expect(resourceOfArn(at('mystery:us-east-1:1:thing/1'))).to.equal(undefined)
    expect(resourceOfArn('s3')).to.equal(undefined)
    expect(resourceOfArn('')).to.equal(undefined)
  })
})
