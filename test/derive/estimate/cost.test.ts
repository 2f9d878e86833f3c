import { expect } from 'chai'
import { type CostEstimate, estimateCost } from '../../../src/derive/estimate/cost.ts'
import type { JsonValue } from '../../../src/production/json.ts'
import type { TemplateResource } from '../../../src/production/types.ts'
import { plannedStack, planOf } from '../../support/plans.ts'

const time = { upSeconds: 600, downSeconds: 300 }

function costOf(Resources: Record<string, TemplateResource>): CostEstimate {
  return estimateCost(planOf(plannedStack('shop', { Resources })), time)
}

function one(Type: string, Properties: Record<string, JsonValue> = {}, others: Record<string, TemplateResource> = {}): CostEstimate {
  return costOf({ A: { Type, Properties }, ...others })
}

const whats = (cost: CostEstimate): string[] => cost.items.map(({ what }) => what)

describe('estimateCost', () => {
  it('says its date, currency, region and life', () => {
    const cost = costOf({})
    expect(cost).to.include({ currency: 'USD', region: 'us-east-1', perHour: 0, perRehearsal: 0, lifeSeconds: 1800, workSeconds: 900 })
    expect(cost.date).to.match(/^2026-\d\d-\d\d$/)
    expect(cost.source).to.match(/list prices/)
    expect(cost.notCounted).to.include('data transfer')
  })

  it('prices machines, databases and their storage', () => {
    expect(one('AWS::EC2::Instance', { InstanceType: 't3.micro' }).perHour).to.equal(0.0104)
    const rds = one('AWS::RDS::DBInstance', {
      Engine: 'postgres',
      DBInstanceClass: 'db.t4g.micro',
      AllocatedStorage: '73',
      StorageType: 'gp3',
    })
    expect(rds.perHour).to.be.closeTo(0.016 + (73 * 0.115) / 730, 1e-6)
    expect(whats(rds)).to.deep.equal(['db.t4g.micro', '73 GB gp3'])
    expect(one('AWS::Redshift::Cluster', { NodeType: 'dc2.large', NumberOfNodes: 3 }).perHour).to.equal(0.75)
    expect(one('AWS::Redshift::Cluster', { NodeType: 'dc2.large', ClusterType: 'single-node', NumberOfNodes: 3 }).perHour).to.equal(0.25)
    expect(one('AWS::RedshiftServerless::Workgroup', { BaseCapacity: 8 }).perHour).to.equal(3)
  })

  it('charges whole hours where AWS does, and ten minutes at least for a database', () => {
    const nat = one('AWS::EC2::NatGateway')
    expect([nat.perHour, nat.perRehearsal]).to.deep.equal([0.045, 0.045])
    const host = one('AWS::EC2::Instance', { InstanceType: 't3.micro' })
    expect(host.perRehearsal).to.equal(0.0052)
    const [short] = [{ upSeconds: -600, downSeconds: -240 }]
    const db = { A: { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: 'c', DBInstanceClass: 'db.t4g.medium' } } }
    expect(estimateCost(planOf(plannedStack('s', { Resources: db })), short).perRehearsal).to.be.closeTo(0.073 / 6, 1e-6)
  })

  it('works out a size that the file does not have, and says so', () => {
    const [item] = one('AWS::EC2::Instance', { InstanceType: 'm5.4xlarge' }).items
    expect(item).to.include({ perHour: 0.768, isWorkedOut: true })
    const [known] = one('AWS::EC2::Instance', { InstanceType: 'm5.large' }).items
    expect(known).to.include({ perHour: 0.096, isWorkedOut: false })
  })

  it('finds what a group, a service or a member starts in the resources beside it', () => {
    const template = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { InstanceType: 't3.small' } } }
    const group = one(
      'AWS::AutoScaling::AutoScalingGroup',
      { LaunchTemplate: { LaunchTemplateId: { Ref: 'Lt' }, Version: '1' }, DesiredCapacity: '2' },
      { Lt: template },
    )
    expect(whats(group)).to.deep.equal(['2 × t3.small'])
    const task = { Type: 'AWS::ECS::TaskDefinition', Properties: { Cpu: '256', Memory: '1 GB' } }
    const service = one('AWS::ECS::Service', { LaunchType: 'FARGATE', TaskDefinition: { Ref: 'Task' } }, { Task: task })
    expect(service.perHour).to.be.closeTo(0.25 * 0.04048 + 0.004445, 1e-6)
    const cluster = { Type: 'AWS::RDS::DBCluster', Properties: { ServerlessV2ScalingConfiguration: { MinCapacity: 2 } } }
    const member = one('AWS::RDS::DBInstance', { DBInstanceClass: 'db.serverless', DBClusterIdentifier: { Ref: 'C' } }, { C: cluster })
    expect(member.perHour).to.equal(0.24)
  })

  it('names what it cannot price, and counts nothing as free in silence', () => {
    const cost = costOf({
      Odd: { Type: 'AWS::Kendra::Index' },
      Own: { Type: 'Custom::Thing' },
      Child: { Type: 'AWS::CloudFormation::Stack' },
      Big: { Type: 'AWS::EC2::Instance', Properties: { InstanceType: 'u-6tb1.metal' } },
      Late: { Type: 'AWS::EC2::Instance', Properties: { InstanceType: { 'Fn::ImportValue': 'x' } } },
      Oracle: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'oracle-ee', AllocatedStorage: 20 } },
      Restored: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'mysql', DBInstanceClass: 'db.t3.micro' } },
      Bucket: { Type: 'AWS::S3::Bucket' },
      Role: { Type: 'AWS::IAM::Role' },
      Policy: { Type: 'AWS::S3::BucketPolicy' },
    })
    const unpriced = Object.fromEntries(cost.unpriced.map(({ logicalId, why }) => [logicalId, why]))
    expect(unpriced).to.deep.equal({
      Odd: 'the price file has no such type',
      Own: 'what it makes is not known',
      Child: 'its template is not part of the plan',
      Big: 'the price file has no u-6tb1.metal',
      Late: 'its instance class is not known before',
      Oracle: 'the price file has no oracle-ee',
      Restored: 'its storage, which is as large as its snapshot',
      Bucket: 'what is stored and asked for',
    })
    expect(cost.unpriced.filter(({ isByUse }) => isByUse).map(({ logicalId }) => logicalId)).to.deep.equal(['Bucket'])
  })

  it('prices nested stacks under their own name, and leaves out what is not made', () => {
    const nat = { Type: 'AWS::EC2::NatGateway' }
    const template = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Nat: nat, Second: { ...nat, Condition: 'Never' } },
    }
    const stack = plannedStack('shop', { Resources: { Net: { Type: 'AWS::CloudFormation::Stack' } } })
    const nested = { Net: { production: 'shop/Net', template, nested: {}, decisions: [] } }
    const cost = estimateCost(planOf({ ...stack, nested }), time)
    expect(cost.items.map(({ stack, logicalId }) => `${stack}/${logicalId}`)).to.deep.equal(['shop/Net/Nat'])
    expect(cost.unpriced).to.deep.equal([])
  })

  it('takes properties of any kind, and never gives a total that is no number', () => {
    const types = [
      ...[
        'EC2::Instance',
        'EC2::Volume',
        'AutoScaling::AutoScalingGroup',
        'ECS::Service',
        'EKS::Nodegroup',
        'EMR::Cluster',
        'EC2::VPCEndpoint',
      ],
      ...['RDS::DBInstance', 'RDS::DBCluster', 'Redshift::Cluster', 'ElastiCache::ReplicationGroup', 'OpenSearchService::Domain'],
      ...['DynamoDB::Table', 'MSK::Cluster', 'AmazonMQ::Broker', 'FSx::FileSystem', 'Kinesis::Stream', 'MWAA::Environment'],
    ]
    const names = [
      ...['InstanceType', 'Size', 'VolumeType', 'DesiredCapacity', 'LaunchTemplate', 'Instances', 'Engine', 'DBInstanceClass', 'NodeType'],
      ...['NumberOfNodes', 'ClusterConfig', 'ProvisionedThroughput', 'BrokerNodeGroupInfo', 'DeploymentMode', 'StorageCapacity'],
      ...['StorageType', 'AllocatedStorage', 'ShardCount', 'TaskDefinition', 'SubnetIds', 'BlockDeviceMappings', 'EnvironmentClass'],
    ]
    const odd: JsonValue[] = [null, true, -1, 1e308, 'constructor', '__proto__', [], [null], {}, { Ref: '__proto__' }, { constructor: 1 }]
    for (const value of odd) {
      const Properties = Object.fromEntries(names.map((name) => [name, value]))
      const resources = types.map((type, at) => [`R${at}`, { Type: `AWS::${type}`, Properties }] as const)
      const cost = costOf(Object.fromEntries(resources))
      expect(
        [cost.perHour, cost.perRehearsal].every((each) => Number.isFinite(each) && each >= 0),
        JSON.stringify(value),
      ).to.equal(true)
      expect(JSON.stringify(cost)).to.not.match(/native code|\[object/)
    }
    for (const Properties of ['text', [1], 5] as unknown as Record<string, JsonValue>[])
      for (const type of types) expect(one(`AWS::${type}`, Properties).perHour).to.be.a('number')
  })
})
