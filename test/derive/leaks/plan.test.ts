import { expect } from 'chai'
import { findLeaks } from '../../../src/derive/leaks/leaks.ts'
import type { Leak } from '../../../src/derive/types.ts'
import type { JsonValue } from '../../../src/production/json.ts'
import type { Production } from '../../../src/production/types.ts'
import { productionOf } from '../../support/derive.ts'
import { planHolding } from '../../support/plan-holding.ts'

const shop = `Resources:
  Files: {Type: AWS::S3::Bucket, Properties: {BucketName: orders}}
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}
  Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: Scores}}
  Db: {Type: AWS::RDS::DBInstance}
  Role: {Type: AWS::IAM::Role}
  Vpc: {Type: AWS::EC2::VPC}
`
const physicalIds = {
  Db: 'prod',
  Role: 'shop-Role-1A2B3C4D5E6F',
  Vpc: 'vpc-0a1b2c3d4e5f60718',
  Queue: 'https://sqs.us-east-1.amazonaws.com/123456789012/jobs',
}

/** The leaks of a plan whose one resource says this, beside the shop above. */
function leaksOf(properties: Record<string, JsonValue>, production: Production = productionOf({ shop }, { physicalIds })): Leak[] {
  return findLeaks(planHolding(properties).plan, production)
}

function foundIn(properties: Record<string, JsonValue>): string[] {
  return leaksOf(properties).map((leak) => leak.found)
}

describe('findLeaks for names that are everyday words', () => {
  for (const [what, properties, found] of [
    ['in an ARN of their service', { R: 'arn:aws:s3:::orders/*' }, 'arn:aws:s3:::orders/*'],
    ['in an ARN with a wildcard behind them', { R: 'arn:aws:s3:::orders*' }, 'arn:aws:s3:::orders*'],
    ['in an ARN that Sub puts together', { R: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::orders' } }, 'arn:aws:s3:::orders'],
    [
      'in an ARN of the account that the replica shares',
      { R: { 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/Scores' } },
      'arn:aws:dynamodb:us-east-1:123456789012:table/Scores',
    ],
    ['in the address of a bucket', { R: 's3://orders/raw/' }, 's3://orders'],
    [
      'in the address of a queue',
      { R: { 'Fn::Sub': 'https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/jobs' } },
      'https://sqs.us-east-1.amazonaws.com/123456789012/jobs',
    ],
    ['under a key that says what they name', { DBInstanceIdentifier: 'prod' }, 'prod'],
    ['under a variable that says what they name', { Environment: { Variables: { SCORES_TABLE: 'Scores' } } }, 'Scores'],
    ['in a list under such a key', { TableNames: ['Scores'] }, 'Scores'],
  ] as const) {
    it(`finds them ${what}`, () => {
      expect(foundIn(properties as unknown as Record<string, JsonValue>)).to.deep.equal([found])
    })
  }

  it('raises no alarm for them anywhere else', () => {
    expect(
      foundIn({ Stage: 'prod', Text: 'all orders and jobs in prod', R: 'arn:aws:sns:us-east-1::orders', Value: 'Scores' }),
    ).to.deep.equal([])
  })
})

describe('findLeaks for accounts', () => {
  for (const [what, properties, found] of [
    [
      'an account in the pieces of a Join',
      { 'Fn::Join': [':', ['arn:aws:sqs', { Ref: 'AWS::Region' }, '999999999999', 'x']] },
      'arn:aws:sqs:us-east-1:999999999999:x',
    ],
    [
      'an account beside what is not known yet',
      { 'Fn::Sub': 'arn:aws:sqs:us-east-1:999999999999:${One}' },
      'arn:aws:sqs:us-east-1:999999999999:…',
    ],
    ['production’s own account by itself', '123456789012', '123456789012'],
    ['production’s own account in a text', 'owner=123456789012;', '123456789012'],
    ['another account as a principal', { Principal: { AWS: '999999999999' } }, '999999999999'],
  ] as const) {
    it(`finds ${what}`, () => {
      expect(foundIn({ Content: properties as unknown as JsonValue })).to.deep.equal([found])
    })
  }

  for (const value of [
    'arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV3:1',
    'arn:aws:iam::127311923021:root',
    'arn:aws:sqs:us-east-1:123456789012:jobs-r4f2a1',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
    '111122223333',
  ]) {
    it(`raises no alarm for ${value}`, () => {
      expect(foundIn({ Content: value })).to.deep.equal([])
    })
  }
})

describe('findLeaks for what the plan makes itself', () => {
  it('takes a reference to a secret of the template for the plan’s own, and any other for a leak', () => {
    expect(foundIn({ P: { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:password}}' } })).to.deep.equal([])
    expect(foundIn({ P: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, '}}']] } })).to.deep.equal([])
    expect(foundIn({ P: 'x {{resolve:ssm:/shop/key:3}} y' })).to.deep.equal(['{{resolve:ssm:/shop/key:3}}'])
  })

  it('takes a name that a template of the plan gives for the plan’s own', () => {
    const { plan, production } = planHolding({ P: '{{resolve:ssm:/shop-r4f2a1/key:1}}' })
    Object.assign(plan.stacks[0]?.template.Resources ?? {}, {
      Key: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/shop-r4f2a1/key' } },
    })
    expect(findLeaks(plan, production)).to.deep.equal([])
  })

  it('takes an import of the plan’s own export for its own, and any other for a leak', () => {
    const { plan, production } = planHolding({ V: { 'Fn::ImportValue': 'net-Vpc-r4f2a1' }, W: { 'Fn::ImportValue': 'net-Vpc' } })
    Object.assign(plan.stacks[0]?.template ?? {}, { Outputs: { V: { Value: 'x', Export: { Name: 'net-Vpc-r4f2a1' } } } })
    expect(findLeaks(plan, production).map(({ path, found }) => [path, found])).to.deep.equal([['/Resources/One/Properties/W', 'net-Vpc']])
  })

  it('leaves what restores name on purpose', () => {
    const arn = 'arn:aws:rds:us-east-1:123456789012:snapshot:rds:shop-2026'
    const { plan, production } = planHolding({ DBSnapshotIdentifier: arn })
    const snapshots = { app: { id: arn, createdAt: new Date(0), masterUser: 'x' } }
    expect(findLeaks(plan, { ...production, snapshots })).to.deep.equal([])
    expect(findLeaks(plan, production)).to.have.lengthOf(1)
  })
})

describe('findLeaks', () => {
  it('looks through nested templates at any depth, with the parameters that their parents give them', () => {
    const inner = {
      production: 'hosts/One/Inner',
      template: { Resources: { Deep: { Type: 'X', Properties: { V: physicalIds.Vpc } } } },
      nested: {},
      decisions: [],
    }
    const template = {
      Parameters: { Host: { Type: 'String' } },
      Resources: { Fn: { Type: 'X', Properties: { U: { 'Fn::Sub': 'https://${Host}/' } } } },
    }
    const nested = { One: { production: 'hosts/One', template, nested: { Inner: inner }, decisions: [] } }
    const { plan, production } = planHolding(
      { TemplateURL: 'https://files.s3.amazonaws.com/a', Parameters: { Host: 'api.partner.com' } },
      { nested },
    )
    const leaks = findLeaks(plan, productionOf({ shop }, { physicalIds }))
    expect(leaks.map(({ stack, path, found }) => `${stack}${path} ${found}`)).to.include.members([
      'hosts/One/Resources/Fn/Properties/U api.partner.com',
      `hosts/One/Inner/Resources/Deep/Properties/V ${physicalIds.Vpc}`,
    ])
    expect(leaks.filter((leak) => leak.path.endsWith('TemplateURL'))).to.deep.equal([])
    expect(production.stacks).to.have.lengthOf(1)
  })

  it('looks for physical ids in descriptions, in names of entries and in metadata, but not for hosts there', () => {
    const id = physicalIds.Role
    const leaks = leaksOf({ Description: `see https://wiki.shop.com, role ${id}`, Map: { [physicalIds.Vpc]: 1 } })
    expect(leaks.map((leak) => leak.found)).to.have.members([id, physicalIds.Vpc])
    expect(leaks[0]?.path).to.equal('/Resources/One/Properties/Description')
  })

  it('finds ids of resources that no stack of production has', () => {
    expect(foundIn({ SubnetId: 'subnet-0123456789abcdef0', ImageId: 'ami-0123456789abcdef0' })).to.deep.equal(['subnet-0123456789abcdef0'])
  })

  it('tells one string of a text once, and each of several', () => {
    expect(foundIn({ T: `${physicalIds.Vpc} ${physicalIds.Vpc} ${physicalIds.Role} https://api.partner.com` })).to.have.members([
      physicalIds.Vpc,
      physicalIds.Role,
      'api.partner.com',
    ])
  })

  it('knows what parameters that SSM resolves stand for', () => {
    const production = productionOf({ shop })
    const [stack] = production.stacks
    const parameters = { Db: { value: '/shop/db', secret: false, resolved: 'db.shop.internal' } }
    const known = { ...production, stacks: stack === undefined ? [] : [{ ...stack, parameters }] }
    expect(leaksOf({ Description: 'db.shop.internal' }, known)[0]?.meaning).to.equal('what the parameter Db of shop stands for')
  })

  it('says the line and the column of production’s template', () => {
    const text = `Resources:\n  Vpc: {Type: 'AWS::EC2::VPC'}\n  One:\n    Type: AWS::SSM::Document\n    Properties:\n      Content: ${physicalIds.Vpc}\n`
    const production = productionOf({ hosts: text }, { physicalIds })
    const stacks = production.stacks.map((stack) => ({ ...stack, text }))
    expect(leaksOf({ Content: physicalIds.Vpc }, { ...production, stacks })[0]).to.include({ line: 6, column: 16 })
  })

  for (const [what, allow] of [
    ['the string', 'api.partner.com'],
    ['the resource', 'One'],
    ['the stack’s resource', 'hosts/One'],
    ['the domain', '*.partner.com'],
  ] as const) {
    it(`allows what names ${what}`, () => {
      const { plan, production } = planHolding({ Content: 'https://api.partner.com' })
      expect(findLeaks(plan, production, [allow]).map((leak) => leak.allowed)).to.deep.equal([true])
    })
  }

  it('allows nothing for a name that only resembles', () => {
    const { plan, production } = planHolding({ Content: 'https://api.partner.com' })
    const allow = ['partner.com', '*.artner.com', 'other/One', 'on', 'https://api.partner.com']
    expect(findLeaks(plan, production, allow).map((leak) => leak.allowed)).to.deep.equal([false])
  })
})

describe('findLeaks for the stack of the permissions boundary', () => {
  it('leaves what its parameters deny, and finds what its template would say', () => {
    const { plan, production } = planHolding({ Resource: { Ref: 'Arns' } }, { production: '', parameters: { Arns: physicalIds.Vpc } })
    expect(findLeaks(plan, production)).to.deep.equal([])
    const said = planHolding({ Resource: physicalIds.Vpc }, { production: '' })
    expect(findLeaks(said.plan, said.production)).to.have.lengthOf(1)
  })
})
