import { expect } from 'chai'
import { estimateTime, stackSeconds } from '../../../src/derive/estimate/time.ts'
import { resourceSeconds } from '../../../src/derive/facts/seconds.ts'
import type { PlannedNested, PlannedStack } from '../../../src/derive/types.ts'
import type { Template } from '../../../src/production/types.ts'
import { plannedStack, planOf, templateOf } from '../../support/plans.ts'

const database = resourceSeconds('AWS::RDS::DBInstance')
const role = resourceSeconds('AWS::IAM::Role')
const up = (...stacks: PlannedStack[]): number => estimateTime(planOf(...stacks)).upSeconds

describe('estimateTime', () => {
  it('adds up stacks that need one another, and takes the slowest of those that do not', () => {
    const network = plannedStack('network', templateOf({ Role: 'AWS::IAM::Role' }))
    const data = plannedStack('data', templateOf({ Db: 'AWS::RDS::DBInstance' }), ['network'])
    const other = plannedStack('other', templateOf({ Role: 'AWS::IAM::Role' }), ['network'])
    const time = estimateTime(planOf(network, data, other))
    expect(time.upSeconds).to.equal(2 * stackSeconds + role + database)
    expect(time.criticalPath.map(({ production }) => production)).to.deep.equal(['network', 'data'])
    expect(time.criticalPath.map(({ chain }) => chain.map(({ logicalId }) => logicalId))).to.deep.equal([['Role'], ['Db']])
  })

  it('leaves out what a false condition leaves out, with the parameters of the replica', () => {
    const template: Template = {
      Parameters: { Stage: { Type: 'String' }, Big: { Type: 'String', Default: 'no' } },
      Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, IsBig: { 'Fn::Equals': [{ Ref: 'Big' }, 'yes'] } },
      Resources: {
        Db: { Type: 'AWS::RDS::DBInstance', Condition: 'IsProd' },
        Warehouse: { Type: 'AWS::MSK::Cluster', Condition: 'IsBig' },
        Role: { Type: 'AWS::IAM::Role', Condition: 'Unknown' },
      },
    }
    const stack = plannedStack('data', template)
    expect(up({ ...stack, parameters: { Stage: 'dev' } })).to.equal(stackSeconds + role)
    expect(up({ ...stack, parameters: { Stage: 'prod' } })).to.equal(stackSeconds + database)
  })

  it('goes into nested stacks, with the parameters that their parent gives', () => {
    const inner: Template = {
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: { Db: { Type: 'AWS::RDS::DBInstance', Condition: 'IsProd' }, Role: { Type: 'AWS::IAM::Role' } },
    }
    const outer: Template = {
      Parameters: { Where: { Type: 'String' } },
      Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Stage: { Ref: 'Where' } } } } },
    }
    const stack = plannedStack('shop', outer)
    const nested: Record<string, PlannedNested> = { Child: { production: 'shop/Child', template: inner, nested: {}, decisions: [] } }
    expect(up({ ...stack, nested, parameters: { Where: 'dev' } })).to.equal(2 * stackSeconds + role)
    const time = estimateTime(planOf({ ...stack, nested, parameters: { Where: 'prod' } }))
    expect(time.upSeconds).to.equal(2 * stackSeconds + database)
    expect(time.criticalPath[0]?.chain[0]?.inside?.map(({ logicalId }) => logicalId)).to.deep.equal(['Db'])
  })

  it('gives an Aurora cluster that is restored more time than an empty one, and a clone less', () => {
    const cluster = (Properties: Record<string, string>) =>
      up(plannedStack('data', { Resources: { Db: { Type: 'AWS::RDS::DBCluster', Properties } } }))
    expect(cluster({ SnapshotIdentifier: 's' })).to.be.greaterThan(cluster({ SourceDBClusterIdentifier: 'c' }))
    expect(cluster({ SourceDBClusterIdentifier: 'c' })).to.be.greaterThan(cluster({}))
  })

  it('knows what is slow to delete', () => {
    const down = (Type: string, Properties = {}) =>
      estimateTime(planOf(plannedStack('s', { Resources: { A: { Type, Properties } } }))).downSeconds - stackSeconds
    expect(down('AWS::Lambda::Function', { VpcConfig: {} })).to.be.greaterThan(1000)
    expect(down('AWS::Lambda::Function')).to.be.lessThan(10)
    expect(down('AWS::SQS::Queue')).to.equal(60)
    expect(down('AWS::RDS::DBInstance')).to.equal(Math.ceil(database / 2))
  })

  it('takes no time for a plan without stacks', () => {
    expect(estimateTime(planOf())).to.deep.equal({ upSeconds: 0, downSeconds: 0, criticalPath: [] })
  })
})
