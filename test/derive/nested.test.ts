import { expect } from 'chai'
import { derivePlan } from '../../src/derive/plan.ts'
import type { Plan } from '../../src/derive/types.ts'
import { ownStacks, productionOf, specOf } from '../support/derive.ts'

describe('nested stacks', () => {
  it('are derived each, and told only what they still take', () => {
    const plan = derive({ shop: parent, 'shop/Data': child })
    const [shop] = ownStacks(plan)
    const data = shop?.nested.Data
    expect(ownStacks(plan).map((each) => each.name)).to.deep.equal(['prod-replica-r4f2a1-shop'])
    expect(data?.production).to.equal('shop/Data')
    expect(data?.template.Resources.Orders?.Properties?.QueueName).to.equal('shop-orders-r4f2a1')
    expect(Object.keys(data?.template.Parameters ?? {}), 'the name stands in the template now').to.deep.equal(['Vpc'])
    expect(shop?.template.Resources.Data?.Properties?.Parameters).to.deep.equal({ Vpc: { Ref: 'Net' } })
    expect(data?.template.Resources.Group?.Properties?.VpcId, 'what the parent passes is the replica’s by itself').to.deep.equal({
      Ref: 'Vpc',
    })
    expect(data?.decisions.find((each) => each.logicalId === 'Orders')?.kind).to.equal('renamed')
    expect(shop?.capabilities).to.deep.equal(['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'])
    expect(plan.leaks).to.deep.equal([])
  })

  it('lose with an output whatever asks for it', () => {
    const text = ownStacks(derive({ shop: parent, 'shop/Data': child }))[0]?.template
    expect(text?.Outputs, 'the record is left out, so its output is').to.deep.equal({
      Queue: { Value: { 'Fn::GetAtt': ['Data', 'Outputs.Queue'] } },
    })
  })

  it('hand a value up to whatever named a physical id of theirs', () => {
    const plan = derive({ shop: parent, 'shop/Data': child })
    const [shop] = ownStacks(plan)
    expect(shop?.template.Resources.Told?.Properties?.Value).to.deep.equal({ 'Fn::GetAtt': ['Data', 'Outputs.ProdReplicaFiles'] })
    expect(shop?.nested.Data?.template.Outputs?.ProdReplicaFiles?.Value).to.deep.equal({ Ref: 'Files' })
  })

  it('are refused when their own template could not be read', () => {
    const decision = ownStacks(derive({ shop: parent }))[0]?.decisions.find((each) => each.logicalId === 'Data')
    expect(decision?.kind).to.equal('refused')
    expect(ownStacks(derive({ shop: parent }, ['Data']))[0]?.decisions.find((each) => each.logicalId === 'Data')?.kind).to.equal('kept')
  })

  it('are left out with their parent’s resource, and when nothing of them is left', () => {
    const only = 'Resources:\n  Record: {Type: AWS::Route53::RecordSet, Properties: {Name: www.shop.example, Type: A}}\n'
    const [shop] = ownStacks(derive({ shop: parent, 'shop/Data': only }))
    expect(shop?.nested).to.deep.equal({})
    expect(shop?.template.Resources.Data).to.equal(undefined)
    expect(shop?.decisions.find((each) => each.logicalId === 'Data')?.kind).to.equal('dropped')
  })

  it('hold stores whose outputs are found on the outermost stack', () => {
    const database = 'Resources:\n  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, MasterUsername: owner}}\n'
    const holder = 'Resources:\n  Data: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: u}}\n'
    const production = productionOf({ shop: holder, 'shop/Data': database })
    const plan = derivePlan(production, specOf('app: {resource: Db, database: app, data: empty}'), { replicaId: 'r4f2a1' })
    expect(plan.stores.app?.stack).to.equal('prod-replica-r4f2a1-shop')
    expect(ownStacks(plan)[0]?.template.Outputs?.ProdReplicaStoreAppAddress?.Value).to.deep.equal({
      'Fn::GetAtt': ['Data', 'Outputs.ProdReplicaStoreAppAddress'],
    })
    expect(ownStacks(plan)[0]?.nested.Data?.template.Outputs?.ProdReplicaStoreAppAddress?.Value).to.deep.equal({
      'Fn::GetAtt': ['Db', 'Endpoint.Address'],
    })
  })
})

function derive(templates: Record<string, string>, allow: string[] = []): Plan {
  const physicalIds = { Net: 'vpc-0123456789abcdef0', Files: 'shop-data-files-1abcdefgh' }
  return derivePlan(productionOf(templates, { physicalIds }), specOf('', allow), { replicaId: 'r4f2a1' })
}

const parent = `
Resources:
  Net: {Type: AWS::EC2::VPC}
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: https://s3.amazonaws.com/shop-templates/data.yml
      Parameters: {Vpc: !Ref Net, Name: shop-orders}
  Told: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: shop-data-files-1abcdefgh}}
Outputs:
  Queue: {Value: !GetAtt Data.Outputs.Queue}
  Site: {Value: !GetAtt Data.Outputs.Site}`

const child = `
Parameters:
  Vpc: {Type: 'AWS::EC2::VPC::Id', Default: vpc-0123456789abcdef0}
  Name: {Type: String, Default: shop-orders}
Resources:
  Orders: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}
  Files: {Type: AWS::S3::Bucket}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: shop-orders}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  Record: {Type: AWS::Route53::RecordSet, Properties: {Name: www.shop.example, Type: A}}
Outputs:
  Queue: {Value: !Ref Orders}
  Site: {Value: !Ref Record}`
