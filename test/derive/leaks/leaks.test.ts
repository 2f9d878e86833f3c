import { expect } from 'chai'
import { findLeaks, requireNoLeaks } from '../../../src/derive/leaks/leaks.ts'
import { derivePlan } from '../../../src/derive/plan.ts'
import type { Leak, Plan } from '../../../src/derive/types.ts'
import { isReplicaError } from '../../../src/errors.ts'
import { productionOf, specOf } from '../../support/derive.ts'

/** What of production's is left out of a replica, so that nothing can be led to it. */
const facts = {
  physicalIds: { Hub: 'tgw-0a1b2c3d4e5f60718', Queue: 'https://sqs.us-east-1.amazonaws.com/123456789012/shop-orders', Short: 'app' },
  outputs: { Address: 'shop-db.cabc.us-east-1.rds.amazonaws.com', Range: '10.0.0.0/16', Port: '5432', Stage: 'dev' },
}
const network =
  'Resources:\n  Hub: {Type: AWS::EC2::TransitGateway}\n  Queue: {Type: AWS::SQS::Queue}\n  Short: {Type: AWS::Logs::LogGroup}\n'

/** The plan of a stack with one resource with one property, held against a production that has the network too. */
function planOf(value: string, parameters = '{}', allow: readonly string[] = []): Plan {
  const hosts = `Parameters: ${parameters}\nResources:\n  One: {Type: AWS::AppConfig::HostedConfigurationVersion, Properties: {Content: ${value}}}\n`
  const plan = derivePlan(productionOf({ hosts }), specOf(''), { replicaId: 'r1' })
  return { ...plan, leaks: findLeaks(plan, productionOf({ network, hosts }, facts), allow) }
}

function leaksOf(value: string, parameters?: string): Leak[] {
  return [...planOf(value, parameters).leaks]
}

describe('findLeaks', () => {
  for (const [what, value, found] of [
    ['a physical id', 'tgw-0a1b2c3d4e5f60718', 'tgw-0a1b2c3d4e5f60718'],
    ['a physical id within a longer text', '"use tgw-0a1b2c3d4e5f60718, please"', 'tgw-0a1b2c3d4e5f60718'],
    ['a physical id between hyphens, as endpoints write it', 'tgw-0a1b2c3d4e5f60718-copy', 'tgw-0a1b2c3d4e5f60718'],
    ['an endpoint', 'postgres://u@shop-db.cabc.us-east-1.rds.amazonaws.com:5432/app', 'shop-db.cabc.us-east-1.rds.amazonaws.com'],
    ['a physical id that Join puts together', '!Join ["-", [tgw, 0a1b2c3d4e5f60718]]', 'tgw-0a1b2c3d4e5f60718'],
    ['an ARN of an account', 'arn:aws:sqs:us-east-1:999999999999:other', 'arn:aws:sqs:us-east-1:999999999999:other'],
    ['a stored value', "'{{resolve:ssm-secure:/shop/password}}'", '{{resolve:ssm-secure:/shop/password}}'],
  ] as const) {
    it(`finds ${what}, with its place`, () => {
      const [leak, ...others] = leaksOf(value)
      expect(leak).to.include({ stack: 'hosts', path: '/Resources/One/Properties/Content', found, allowed: false })
      expect(others).to.deep.equal([])
    })
  }

  for (const value of [
    'app',
    'dev',
    "'5432'",
    '10.0.0.0/16',
    'us-east-1',
    'us-east-1a',
    'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    'arn:aws:s3:::public-data/*',
    "!Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${One}'",
    'shop-orders-copy',
    "'{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023}}'",
  ]) {
    it(`raises no alarm for ${value}`, () => {
      expect(leaksOf(value)).to.deep.equal([])
    })
  }

  it('looks into parameters, whether they reach the template or are resolved by SSM', () => {
    const [plain] = leaksOf('!Ref V', '{V: {Type: String, Default: vpc-0f0f0f0f0f0f0f0f0}}')
    expect(plain).to.include({ path: '/Parameters/V', found: 'vpc-0f0f0f0f0f0f0f0f0' })
    const [stored] = leaksOf('!Ref V', "{V: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /shop/vpc}}")
    expect(stored?.meaning).to.equal('a stored value of production')
    expect(leaksOf('!Ref V', "{V: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /aws/service/x}}")).to.deep.equal([])
  })

  it('marks those that replica.yml allows by name', () => {
    expect(planOf('tgw-0a1b2c3d4e5f60718', '{}', ['tgw-0a1b2c3d4e5f60718']).leaks[0]?.allowed).to.equal(true)
  })

  it('knows nothing of how a plan was made: a name put back by hand is found', () => {
    const production = productionOf({ shop: 'Resources:\n  Files: {Type: AWS::S3::Bucket, Properties: {BucketName: shop-files}}\n' })
    const plan = derivePlan(production, specOf(''), { replicaId: 'r1' })
    expect(plan.leaks).to.deep.equal([])
    const [stack] = plan.stacks
    if (stack === undefined) throw new Error('the plan is empty')
    stack.template.Resources.Files = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'shop-files' } }
    expect(findLeaks(plan, production)[0]?.meaning).to.equal('the BucketName of shop’s Files')
  })
})

describe('requireNoLeaks', () => {
  it('stops a plan with a leak that nobody allowed', () => {
    const plan = planOf('tgw-0a1b2c3d4e5f60718')
    expect(() => requireNoLeaks(plan))
      .to.throw()
      .and.satisfy((error: unknown) => isReplicaError(error, 'derive.leaks_found'))
  })

  it('stops a plan with a refused resource', () => {
    const production = productionOf({ shop: 'Resources:\n  Custom: {Type: Custom::Thing, Properties: {ServiceToken: x}}\n' })
    const plan = derivePlan(production, specOf(''), { replicaId: 'r1' })
    expect(() => requireNoLeaks(plan))
      .to.throw()
      .and.satisfy((error: unknown) => isReplicaError(error, 'derive.resource_refused'))
  })

  it('lets a plan pass whose leaks are all allowed', () => {
    expect(() => requireNoLeaks(planOf('tgw-0a1b2c3d4e5f60718', '{}', ['tgw-0a1b2c3d4e5f60718']))).not.to.throw()
  })
})
