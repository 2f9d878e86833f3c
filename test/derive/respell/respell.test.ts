import { expect } from 'chai'
import { derivePlan } from '../../../src/derive/plan.ts'
import type { Plan } from '../../../src/derive/types.ts'
import type { JsonValue } from '../../../src/production/json.ts'
import { productionOf, specOf } from '../../support/derive.ts'

describe('respell', () => {
  it('redirects physical ids, ARNs and URLs that are written out to the replica’s own resources', () => {
    const properties = propertiesOf(
      derive(
        { shop: writtenOut },
        { Files: 'shop-files-1abcdefgh', Jobs: 'https://sqs.us-east-1.amazonaws.com/123456789012/shop-Jobs-XYZ1' },
      ),
      'Fn',
    )
    expect(properties.Environment).to.deep.equal({
      Variables: {
        BUCKET: { Ref: 'Files' },
        PREFIX: { 'Fn::Sub': 's3://${Files}/in/${!literally}' },
        QUEUE: { Ref: 'Jobs' },
        QUEUE_ARN: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
        BOTH: { 'Fn::Sub': '${Files} and ${Jobs.Arn}' },
      },
    })
  })

  it('redirects into the text of Fn::Sub without touching its other variables', () => {
    const plan = derive(
      {
        shop: `
Resources:
  Files: {Type: AWS::S3::Bucket}
  Host:
    Type: AWS::EC2::Instance
    Properties: {UserData: {'Fn::Base64': {'Fn::Sub': ['aws s3 cp s3://shop-files-1abcdefgh/\${Key} . --region \${AWS::Region}; echo \${!HOME} \${Role}', {Key: shop-files-1abcdefgh.zip}]}}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}`,
      },
      { Files: 'shop-files-1abcdefgh' },
    )
    expect(propertiesOf(plan, 'Host').UserData).to.deep.equal({
      'Fn::Base64': {
        'Fn::Sub': [
          'aws s3 cp s3://${Files}/${Key} . --region ${AWS::Region}; echo ${!HOME} ${Role}',
          { Key: { 'Fn::Sub': '${Files}.zip' } },
        ],
      },
    })
  })

  it('lets what one stack was told of another follow through an export of its own', () => {
    const plan = derive(
      {
        network:
          'Resources:\n  Vpc: {Type: AWS::EC2::VPC}\n  One: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc}}\nOutputs:\n  TheVpc: {Value: !Ref Vpc}\n',
        hosts: `
Parameters:
  VpcId: {Type: 'AWS::EC2::VPC::Id', Default: vpc-0123456789abcdef0}
  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>', Default: 'subnet-0123456789abcdef0,subnet-0eeeeeeeeeeeeeeee'}
Conditions:
  HasVpc: !Not [!Equals [!Ref VpcId, '']]
Resources:
  Group: {Type: AWS::EC2::SecurityGroup, Condition: HasVpc, Properties: {VpcId: !Ref VpcId}}
  Set: {Type: AWS::RDS::DBSubnetGroup, Properties: {SubnetIds: !Ref Subnets}}`,
      },
      { Vpc: 'vpc-0123456789abcdef0', One: 'subnet-0123456789abcdef0' },
    )
    const [network, hosts] = plan.stacks
    expect(propertiesOf(plan, 'Group').VpcId).to.deep.equal({ 'Fn::ImportValue': 'prod-replica-r4f2a1-network-Vpc' })
    expect(propertiesOf(plan, 'Set').SubnetIds).to.deep.equal([
      { 'Fn::ImportValue': 'prod-replica-r4f2a1-network-One' },
      'subnet-0eeeeeeeeeeeeeeee',
    ])
    expect(network?.template.Outputs?.ProdReplicaVpc).to.deep.equal({
      Value: { Ref: 'Vpc' },
      Export: { Name: 'prod-replica-r4f2a1-network-Vpc' },
    })
    expect(hosts?.needs).to.deep.equal([network?.name])
    expect(hosts?.template.Conditions?.HasVpc).to.deep.equal({ 'Fn::Equals': ['production', 'production'] })
    expect(hosts?.template.Parameters, 'nothing asks for the ids any more').to.equal(undefined)
  })

  it('uses the output that says an endpoint already', () => {
    const host = 'shop-db.c1abcdefghij.us-east-1.rds.amazonaws.com'
    const production = productionOf(
      {
        data: 'Resources:\n  Db: {Type: AWS::RDS::DBInstance, Properties: {}}\nOutputs:\n  Host: {Value: !GetAtt Db.Endpoint.Address}\n',
        jobs: `Resources:\n  Fn: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {URL: 'postgres://${host}:5432/app'}}}}\n`,
      },
      { outputs: { Host: host } },
    )
    const plan = derivePlan(production, specOf(''), { replicaId: 'r4f2a1' })
    expect(propertiesOf(plan, 'Fn').Environment).to.deep.equal({
      Variables: {
        URL: {
          'Fn::Sub': ['postgres://${ProdReplica1}:5432/app', { ProdReplica1: { 'Fn::ImportValue': 'prod-replica-r4f2a1-data-Host' } }],
        },
      },
    })
  })

  it('leaves an id where a reference would close a circle, and the leak check finds it', () => {
    const plan = derive(
      {
        shop: `
Resources:
  Files: {Type: AWS::S3::Bucket, Properties: {AccessControl: !GetAtt Fn.Arn}}
  Fn: {Type: AWS::Lambda::Function, Properties: {Description: shop-files-1abcdefgh}}`,
      },
      { Files: 'shop-files-1abcdefgh' },
    )
    expect(propertiesOf(plan, 'Fn').Description).to.equal('shop-files-1abcdefgh')
    expect(plan.leaks.map((leak) => leak.found)).to.deep.equal(['shop-files-1abcdefgh'])
  })

  it('follows a name that is an everyday word in ARNs, settings and its own service, and nowhere else', () => {
    const plan = derive(
      {
        shop: `
Resources:
  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Description: jobs
      Environment: {Variables: {QUEUE: jobs, ARN: !Sub 'arn:aws:sqs:\${AWS::Region}:\${AWS::AccountId}:jobs'}}`,
      },
      {},
    )
    expect(propertiesOf(plan, 'Jobs').QueueName).to.equal('jobs-r4f2a1')
    expect(propertiesOf(plan, 'Fn')).to.deep.include({
      Description: 'jobs',
      Environment: { Variables: { QUEUE: 'jobs-r4f2a1', ARN: { 'Fn::Sub': 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:jobs-r4f2a1' } } },
    })
  })

  it('says the replica’s stack where a stack of production’s was named', () => {
    const plan = derive(
      {
        'shop-data': 'Resources:\n  T: {Type: AWS::SNS::Topic}\n',
        'shop-jobs': `
Resources:
  Fn: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {OTHER: shop-data, OWN: shop-jobs, SAME: !Ref AWS::StackName, IN: !Sub '\${AWS::StackName}/x', ID: !Sub 'stack=\${AWS::StackId} of shop-data in \${AWS::Region}'}}}}`,
      },
      {},
    )
    expect(propertiesOf(plan, 'Fn').Environment).to.deep.equal({
      Variables: {
        OTHER: 'prod-replica-r4f2a1-shop-data',
        OWN: { Ref: 'AWS::StackName' },
        SAME: { Ref: 'AWS::StackName' },
        IN: { 'Fn::Sub': '${AWS::StackName}/x' },
        ID: { 'Fn::Sub': 'stack=${AWS::StackId} of prod-replica-r4f2a1-shop-data in ${AWS::Region}' },
      },
    })
  })
})

const writtenOut = `
Resources:
  Files: {Type: AWS::S3::Bucket}
  Jobs: {Type: AWS::SQS::Queue}
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          BUCKET: shop-files-1abcdefgh
          PREFIX: s3://shop-files-1abcdefgh/in/\${literally}
          QUEUE: https://sqs.us-east-1.amazonaws.com/123456789012/shop-Jobs-XYZ1
          QUEUE_ARN: arn:aws:sqs:us-east-1:123456789012:shop-Jobs-XYZ1
          BOTH: shop-files-1abcdefgh and arn:aws:sqs:us-east-1:123456789012:shop-Jobs-XYZ1`

function derive(templates: Record<string, string>, physicalIds: Record<string, string>): Plan {
  return derivePlan(productionOf(templates, { physicalIds }), specOf(''), { replicaId: 'r4f2a1' })
}

function propertiesOf(plan: Plan, logicalId: string): Record<string, JsonValue> {
  const found = plan.stacks.map((stack) => stack.template.Resources[logicalId]).find((each) => each !== undefined)
  if (found?.Properties === undefined) throw new Error(`the plan has no ${logicalId}`)
  return found.Properties
}
