import { expect } from 'chai'
import { productionOf, specOf } from '../../support/derive.ts'
import { applied, decisionOf, propertiesOf } from './replica.ts'

const network = `
Resources:
  Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer}
  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Balancer, DefaultActions: []}}
  Files: {Type: AWS::S3::Bucket, Properties: {BucketName: lake}}
Outputs:
  Listener: {Value: !Ref Listener, Export: {Name: shop-listener}}
`
const listenerArn = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shop/1/2'

/** The kind of the decision on a listener rule whose ListenerArn is a value. */
function kindOf(value: string, allow: readonly string[] = []): string {
  const app = `
Parameters:
  Known: {Type: String, Default: '${listenerArn}'}
  Other: {Type: String, Default: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/other/3/4'}
  Several: {Type: CommaDelimitedList, Default: 'x,${listenerArn}'}
  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /shop/listener}
Conditions:
  Taken: !Equals [a, a]
  Unsure: !Equals [!Ref Stored, a]
Resources:
  Rule: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: ${value}, Priority: 1}}
  Own: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !ImportValue shop-balancer, DefaultActions: []}}
`
  const production = productionOf({ network, app }, { physicalIds: { Listener: listenerArn } })
  return decisionOf(applied(production, specOf('', allow))[1], 'Rule').kind
}

describe('what a resource acts on', () => {
  for (const value of [
    '!Ref Own',
    "!Sub '${Own}'",
    '!ImportValue shop-listener',
    listenerArn,
    '!Ref Known',
    '!Select [1, !Ref Several]',
    '!If [Taken, !Ref Known, !Ref Other]',
    '!If [Unsure, !Ref Known, !Ref Other]',
    '!Ref AWS::NoValue',
  ]) {
    it(`is the replica’s where it is ${value}`, () => expect(kindOf(value)).to.equal('kept'))
  }

  for (const value of [
    'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/other/3/4',
    '!Ref Other',
    '!ImportValue elsewhere',
    '!ImportValue {Ref: Own2}',
    '!If [Taken, !Ref Other, !Ref Known]',
    '!Ref Stored',
    '!GetAtt [constructor, Arn]',
    '!Ref __proto__',
    '[[[]]]',
    '{a: 1}',
    '17',
  ]) {
    it(`is not where it is ${value}`, () => expect(kindOf(value)).to.equal('dropped'))
  }

  it('is where replica.yml allows it by name', () => {
    expect(kindOf('!ImportValue elsewhere', ['elsewhere'])).to.equal('kept')
    expect(kindOf('arn:x', ['arn:x'])).to.equal('kept')
  })

  it('knows short names as a whole only', () => {
    const policy = (bucket: string) =>
      applied(
        productionOf({
          network,
          app: `Resources:\n  One: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: ${bucket}, PolicyDocument: {}}}`,
        }),
      )[1]
    expect(decisionOf(policy('lake'), 'One').kind).to.equal('kept')
    expect(decisionOf(policy('lake-archive'), 'One').kind).to.equal('dropped')
  })

  it('lets a list keep a choice whose branch in production is the replica’s', () => {
    const template = (value: string) => `
Conditions: {Own: !Equals [!Ref Existing, '']}
Parameters: {Existing: {Type: String, Default: '${value}'}}
Resources:
  Role: {Type: AWS::IAM::Role, Condition: Own, Properties: {}}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!If [Own, !Ref Role, !Ref Existing]]}}
`
    const choice = { 'Fn::If': ['Own', { Ref: 'Role' }, { Ref: 'Existing' }] }
    expect(propertiesOf(applied(productionOf({ shop: template('') }))[0], 'Profile').Roles).to.deep.equal([choice])
    const foreign = applied(productionOf({ shop: template('production-role') }))[0]
    expect(propertiesOf(foreign, 'Profile').Roles).to.deep.equal([{ 'Fn::If': ['Own', { Ref: 'Role' }, { Ref: 'AWS::NoValue' }] }])
  })
})
