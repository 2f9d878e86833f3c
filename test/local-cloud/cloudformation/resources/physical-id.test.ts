import { expect } from 'chai'
import { fixedName, makePhysicalId } from '../../../../src/local-cloud/cloudformation/resources/physical-id.ts'
import type { ResourceRequest, World } from '../../../../src/local-cloud/types.ts'

const place = { account: '111122223333', region: 'us-east-1', partition: 'aws', endpoint: 'http://127.0.0.1:1' }
// Physical ids need no more of the world than this.
const world = { ...place, entropy: { hex: (bytes: number) => 'ab'.repeat(bytes) } } as unknown as World

const request = (
  type: string,
  properties: ResourceRequest['properties'] = {},
  stackName = 'shop',
  logicalId = 'Thing',
): ResourceRequest => ({
  type,
  logicalId,
  stackName,
  stackId: 'arn',
  properties,
  tags: {},
})

const ids: [string, ResourceRequest['properties'], string | RegExp][] = [
  ['AWS::EC2::VPC', {}, 'vpc-0abababababababab'],
  ['AWS::EC2::SecurityGroup', { GroupName: 'open' }, 'sg-0abababababababab'],
  ['AWS::EC2::EIP', {}, /^203\.0\.113\.\d+$/],
  ['AWS::EC2::Route', { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0' }, 'rtb-1|0.0.0.0/0'],
  ['AWS::EC2::VPCGatewayAttachment', { VpcId: 'vpc-1', InternetGatewayId: 'igw-1' }, 'IGW|vpc-1'],
  ['AWS::IAM::Role', {}, 'shop-Thing-ABABABABABAB'],
  ['AWS::IAM::Role', { RoleName: 'mine' }, 'mine'],
  ['AWS::SNS::Topic', { TopicName: 'news' }, 'arn:aws:sns:us-east-1:111122223333:news'],
  ['AWS::SQS::Queue', {}, 'http://127.0.0.1:1/111122223333/shop-Thing-ABABABABABAB'],
  ['AWS::KMS::Key', {}, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ['AWS::StepFunctions::StateMachine', {}, 'arn:aws:states:us-east-1:111122223333:stateMachine:shop-Thing-ABABABABABAB'],
]

describe('physical ids', () => {
  for (const [type, properties, expected] of ids) {
    it(`of ${type} with ${JSON.stringify(properties)} look as AWS makes them`, () => {
      const id = makePhysicalId(request(type, properties), world)
      if (typeof expected === 'string') expect(id).to.equal(expected)
      else expect(id).to.match(expected)
    })
  }

  it('are cut to the length that the type allows, and keep their random end', () => {
    const id = makePhysicalId(
      request('AWS::IAM::Role', {}, 'a-stack-with-a-very-long-name-indeed-so', 'AndAResourceWithALongNameToo'),
      world,
    )
    expect(id).to.have.length.at.most(64)
    expect(id).to.match(/-ABABABABABAB$/)
  })

  it('count as fixed only where two resources of the account cannot share the name', () => {
    expect(fixedName(request('AWS::Logs::LogGroup', { LogGroupName: '/a' }))).to.equal('/a')
    expect(fixedName(request('AWS::Logs::LogGroup'))).to.equal(undefined)
    expect(fixedName(request('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }))).to.equal(undefined)
  })
})
