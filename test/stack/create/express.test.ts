import { expect } from 'chai'
import type { PlannedNested, PlannedStack } from '../../../src/derive/types.ts'
import type { Template, TemplateResource } from '../../../src/production/types.ts'
import { deploymentModeOf, deploymentModesOf } from '../../../src/stack/create/express.ts'
import { plannedStack, templateOf } from '../../support/plans.ts'

const none = new Set<string>()
const modeOf = (template: Template, probed: readonly string[] = [], nested: PlannedStack['nested'] = {}) =>
  deploymentModeOf({ ...plannedStack('shop', template), nested }, new Set(probed))
const modeOfType = (Type: string, more: Partial<TemplateResource> = {}) => modeOf({ Resources: { One: { Type, ...more } } })
const nestedOf = (template: Template, nested: PlannedNested['nested'] = {}): PlannedNested => {
  return { production: 'shop/Child', template, nested, decisions: [] }
}

describe('deploymentModeOf', () => {
  it('is express for queues, topics, roles, rules, functions and what makes up a network', () => {
    const types = [
      'SQS::Queue',
      'SNS::Topic',
      'IAM::Role',
      'IAM::InstanceProfile',
      'Events::Rule',
      'Lambda::Function',
      'KMS::Key',
      'S3::Bucket',
    ]
    const network = ['EC2::VPC', 'EC2::Subnet', 'EC2::SecurityGroup', 'EC2::RouteTable', 'RDS::DBSubnetGroup', 'ECS::Cluster']
    for (const type of [...types, ...network]) expect(modeOfType(`AWS::${type}`), type).to.equal('EXPRESS')
  })

  it('is standard for what is used the moment the stack is complete', () => {
    const types = [
      'RDS::DBInstance',
      'RDS::DBCluster',
      'Redshift::Cluster',
      'EC2::Instance',
      'ECS::Service',
      'DynamoDB::Table',
      'EC2::NatGateway',
    ]
    const others = ['ElasticLoadBalancingV2::LoadBalancer', 'ElastiCache::ReplicationGroup', 'EFS::MountTarget', 'Kinesis::Stream']
    for (const type of [...types, ...others]) expect(modeOfType(`AWS::${type}`), type).to.equal('STANDARD')
  })

  it('is standard for a function in a VPC, which cannot be invoked at first', () => {
    expect(modeOfType('AWS::Lambda::Function', { Properties: { VpcConfig: { SubnetIds: [] } } })).to.equal('STANDARD')
  })

  it('is that of the slowest resource, however deep it is nested', () => {
    const deep = nestedOf(templateOf({ Queue: 'AWS::SQS::Queue' }), { Deep: nestedOf(templateOf({ Db: 'AWS::RDS::DBInstance' })) })
    const outer = templateOf({ Child: 'AWS::CloudFormation::Stack' })
    expect(modeOf(outer, [], { Child: deep })).to.equal('STANDARD')
    expect(modeOf(outer, [], { Child: { ...deep, nested: {} } })).to.equal('EXPRESS')
  })

  it('leaves a host to the probe that waits for it, also in a nested stack, but no other one', () => {
    const hosts = templateOf({ Host: 'AWS::EC2::Instance', Queue: 'AWS::SQS::Queue' })
    expect(modeOf(hosts, ['Host'])).to.equal('EXPRESS')
    expect(modeOf(hosts, ['Other'])).to.equal('STANDARD')
    expect(modeOf(templateOf({ Host: 'AWS::EC2::Instance', Other: 'AWS::EC2::Instance' }), ['Host'])).to.equal('STANDARD')
    const outer = templateOf({ Child: 'AWS::CloudFormation::Stack' })
    expect(modeOf(outer, ['Child/Host'], { Child: nestedOf(hosts) })).to.equal('EXPRESS')
    expect(modeOf(outer, ['Host'], { Child: nestedOf(hosts) })).to.equal('STANDARD')
  })

  const late: Record<string, Template['Outputs']> = {
    'Fn::GetAtt': { Address: { Value: { 'Fn::GetAtt': ['Host', 'PublicIp'] } } },
    'a short Fn::GetAtt': { Address: { Value: { 'Fn::GetAtt': 'Host.PublicDnsName' } } },
    'Fn::Sub': { Address: { Value: { 'Fn::Sub': 'http://${Host.PublicDnsName}/' } } },
  }
  for (const [how, outputs] of Object.entries(late)) {
    it(`waits for a host whose late attributes the template reads with ${how}`, () => {
      expect(modeOf(templateOf({ Host: 'AWS::EC2::Instance' }, outputs), ['Host'])).to.equal('STANDARD')
    })
  }

  it('leaves no database to a probe: not even its address is known before it is made', () => {
    expect(modeOf(templateOf({ Db: 'AWS::RDS::DBInstance' }), ['Db'])).to.equal('STANDARD')
  })

  it('takes types of any spelling', () => {
    for (const type of ['', 'Custom::constructor', 'AWS::constructor::name', 'AWS::__proto__::x', 'AWS', 'Vendor::EC2::Instance'])
      expect(modeOfType(type), type).to.equal('EXPRESS')
    expect(deploymentModeOf(plannedStack('empty', { Resources: {} }), none)).to.equal('EXPRESS')
  })
})

describe('deploymentModesOf', () => {
  const modesOf = (...stacks: PlannedStack[]) => stacks.map(({ name }) => deploymentModesOf(stacks, () => none).get(name))
  const boundary = plannedStack('boundary', templateOf({ Boundary: 'AWS::IAM::ManagedPolicy' }))
  const roles = plannedStack('roles', templateOf({ Role: 'AWS::IAM::Role' }), ['boundary'])
  const network = plannedStack('network', templateOf({ Vpc: 'AWS::EC2::VPC' }))
  const data = plannedStack('data', templateOf({ Db: 'AWS::RDS::DBInstance' }), ['network', 'roles'])
  const app = plannedStack('app', templateOf({ Queue: 'AWS::SQS::Queue' }), ['roles', 'data'])

  it('are standard for what holds roles that a stack in standard mode needs, however far away', () => {
    expect(modesOf(app, data, network, roles, boundary)).to.deep.equal(['EXPRESS', 'STANDARD', 'EXPRESS', 'STANDARD', 'STANDARD'])
  })

  it('are express for roles that only stacks in express mode need', () => {
    expect(modesOf(boundary, roles, app)).to.deep.equal(['EXPRESS', 'EXPRESS', 'EXPRESS'])
  })

  it('end on stacks that need one another', () => {
    const circle = { ...roles, needs: [data.name] }
    expect(modesOf(circle, data)).to.deep.equal(['STANDARD', 'STANDARD'])
  })

  it('find keys in nested stacks', () => {
    const keys = plannedStack('keys', templateOf({ Child: 'AWS::CloudFormation::Stack' }))
    const nested = { Child: nestedOf(templateOf({ Key: 'AWS::KMS::Key' })) }
    expect(modesOf({ ...keys, nested }, { ...data, needs: [keys.name] })).to.deep.equal(['STANDARD', 'STANDARD'])
  })
})
