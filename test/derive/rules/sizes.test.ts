import { expect } from 'chai'
import type { JsonValue } from '../../../src/production/json.ts'
import { loadSpec } from '../../../src/spec/load.ts'
import { productionOf } from '../../support/derive.ts'
import { applied, propertiesOf, replicaOf } from './replica.ts'

const sized = (size: string) => loadSpec(`version: 1\nproduction: {stacks: [shop]}\nstores: {}\nreplica: {size: ${size}}\n`, 'replica.yml')

describe('replica.size', () => {
  const kept: readonly [string, Record<string, JsonValue>][] = [
    ['EC2::Instance', { InstanceType: 'm5.24xlarge' }],
    ['RDS::DBInstance', { Engine: 'postgres', DBInstanceClass: 'db.r6g.8xlarge', AllocatedStorage: '900', StorageType: 'io1', Iops: 9000 }],
    ['ElastiCache::CacheCluster', { Engine: 'redis', CacheNodeType: 'cache.r6g.large', NumCacheNodes: 1 }],
    ['MSK::Cluster', { NumberOfBrokerNodes: 9, BrokerNodeGroupInfo: { InstanceType: 'kafka.m5.large' } }],
    ['OpenSearchService::Domain', { ClusterConfig: { InstanceType: 'r6g.large.search', InstanceCount: 4 } }],
    ['MWAA::Environment', { EnvironmentClass: 'mw1.large', MaxWorkers: 20 }],
    ['Glue::Job', { NumberOfWorkers: 50, WorkerType: 'G.4X' }],
  ]
  for (const [type, properties] of kept) {
    it(`keeps the size of ${type} where it is same`, () => {
      expect(replicaOf({ Type: `AWS::${type}`, Properties: properties }, sized('same')).resource?.Properties).to.deep.include(properties)
    })
  }

  it('takes the class that the team chose for one resource', () => {
    const { resource } = replicaOf({ Type: 'AWS::EC2::Instance', Properties: { InstanceType: 'm5.24xlarge' } }, sized('{One: m5.large}'))
    expect(resource?.Properties?.InstanceType).to.equal('m5.large')
  })

  it('only ever lowers', () => {
    const { resource } = replicaOf({ Type: 'AWS::Glue::Job', Properties: { MaxCapacity: 0.0625, WorkerType: 'G.025X' } })
    expect(resource?.Properties).to.deep.equal({ MaxCapacity: 0.0625, WorkerType: 'G.025X' })
    const service = replicaOf({ Type: 'AWS::ECS::Service', Properties: { DesiredCount: 0 } })
    expect(service.resource?.Properties).to.deep.equal({ DesiredCount: 0 })
  })
})

describe('nested stacks', () => {
  it('act on what their parents pass them, where that is the replica’s', () => {
    const parent = `
Parameters: {Foreign: {Type: String, Default: rtb-00000000000000000}}
Resources:
  Table: {Type: AWS::EC2::RouteTable, Properties: {}}
  Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: u, Parameters: {Table: !Ref Table, Foreign: !Ref Foreign}}}
`
    const child = `
Parameters: {Table: {Type: String}, Foreign: {Type: String}}
Resources:
  Own: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table}}
  Theirs: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Foreign}}
`
    const production = productionOf({ shop: parent, 'shop/Child': child })
    const [outer, inner] = production.stacks
    if (outer === undefined || inner === undefined) throw new Error('two stacks are needed')
    const stacks = [outer, { ...inner, parent: { stack: 'shop', logicalId: 'Child' } }]
    const [, draft] = applied({ ...production, stacks })
    expect(propertiesOf(draft, 'Own')).to.deep.equal({ RouteTableId: { Ref: 'Table' } })
    expect(Object.keys(draft?.template.Resources ?? {})).to.deep.equal(['Own'])
  })
})
