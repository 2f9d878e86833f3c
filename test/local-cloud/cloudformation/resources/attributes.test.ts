import { expect } from 'chai'
import type { ResourceRecord } from '../../../../src/local-cloud/cloudformation/records.ts'
import { attributeOf } from '../../../../src/local-cloud/cloudformation/resources/attributes.ts'
import type { World } from '../../../../src/local-cloud/types.ts'
import type { JsonValue } from '../../../../src/production/json.ts'

// Attributes need no more of the world than this.
const world = { account: '111122223333', region: 'us-east-1', partition: 'aws' } as unknown as World

const resource = (type: string, physicalId: string, more: Partial<ResourceRecord> = {}): ResourceRecord => ({
  ...{ logicalId: 'R', type, physicalId, status: 'CREATE_COMPLETE', at: '', properties: {}, digest: '', attributes: {} },
  ...{ dependsOn: [], deletionPolicy: 'Delete', replacePolicy: 'Delete', imports: [], ...more },
})

const found: [string, ResourceRecord, string, JsonValue][] = [
  ['what the handler said', resource('AWS::RDS::DBInstance', 'db', { attributes: { 'Endpoint.Port': '5432' } }), 'Endpoint.Port', '5432'],
  ['a property', resource('AWS::EC2::VPC', 'vpc-1', { properties: { CidrBlock: '10.0.0.0/8' } }), 'CidrBlock', '10.0.0.0/8'],
  ['an ARN', resource('AWS::IAM::Role', 'r'), 'Arn', 'arn:aws:iam::111122223333:role/r'],
  ['the ARN of a log group', resource('AWS::Logs::LogGroup', '/a'), 'Arn', 'arn:aws:logs:us-east-1:111122223333:log-group:/a:*'],
  ['an ARN that is the id', resource('AWS::SNS::Topic', 'arn:aws:sns:us-east-1:1:t'), 'TopicArn', 'arn:aws:sns:us-east-1:1:t'],
  ['the ARN of a queue', resource('AWS::SQS::Queue', 'http://127.0.0.1:1/1/q'), 'Arn', 'arn:aws:sqs:us-east-1:111122223333:q'],
  ['the name in an ARN', resource('AWS::SNS::Topic', 'arn:aws:sns:us-east-1:1:t'), 'TopicName', 't'],
  ['its own id', resource('AWS::EC2::SecurityGroup', 'sg-1'), 'GroupId', 'sg-1'],
]

describe('the attributes of a resource', () => {
  for (const [title, record, attribute, expected] of found) {
    it(`give ${title}`, () => expect(attributeOf(record, attribute, world)).to.deep.equal(expected))
  }

  it('are lists where their names say so', () => {
    const addresses = attributeOf(resource('AWS::EC2::NetworkInterface', 'eni-1'), 'SecondaryPrivateIpAddresses', world)
    expect(addresses).to.have.length(2)
    expect(String(addresses)).to.match(/^10\.0\.\d+\.\d+,10\.0\.\d+\.\d+$/)
  })

  it('stay the same for one resource, and differ between two', () => {
    const read = (id: string) => attributeOf(resource('AWS::EC2::VPC', id), 'DefaultSecurityGroup', world)
    expect(read('vpc-1'))
      .to.equal(read('vpc-1'))
      .and.match(/^sg-0[0-9a-f]{16}$/)
      .and.not.equal(read('vpc-2'))
  })

  it('are unknown for an output that a nested stack does not have', () => {
    expect(attributeOf(resource('AWS::CloudFormation::Stack', 'arn'), 'Outputs.None', world)).to.equal(undefined)
  })

  it('never show a masked secret', () => {
    const record = resource('AWS::Lambda::Function', 'f', { properties: { Password: '****' } })
    expect(attributeOf(record, 'Password', world)).to.not.equal('****')
  })
})
