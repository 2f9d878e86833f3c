import { DeleteStackCommand, DescribeEventsCommand, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation'
import { expect } from 'chai'
import { startTestCloud, type TestCloud, type TestCloudOptions } from '../support.ts'

const pair = { Resources: { Topic: { Type: 'AWS::SNS::Topic' }, Queue: { Type: 'AWS::SQS::Queue', DependsOn: 'Topic' } } }

describe('a resource that is to go wrong', () => {
  let cloud: TestCloud
  afterEach(() => cloud.close())

  const begin = async (options: TestCloudOptions) => {
    cloud = await startTestCloud(options)
  }

  it('is named by its logical id, and fails with the given reason', async () => {
    await begin({ faults: [{ on: 'Queue:create', with: 'Rate exceeded for queues' }] })
    await cloud.settle('named', pair)
    expect((await cloud.reasons('named'))['Queue CREATE_FAILED']).to.equal('Rate exceeded for queues')
  })

  it('cannot be deleted for a while, and then can', async () => {
    await begin({ faults: [{ on: 'Topic:delete', with: 'resource sg-1 has a dependent object', seconds: 0.3 }] })
    const { StackId = '' } = await cloud.settle('while', pair)
    expect((await cloud.remove('while')).StackStatus).to.equal('DELETE_FAILED')
    expect((await cloud.remove(StackId)).StackStatus).to.equal('DELETE_FAILED')
    await new Promise((resolve) => setTimeout(resolve, 350))
    expect((await cloud.remove(StackId)).StackStatus).to.equal('DELETE_COMPLETE')
  })

  it('loses its stack to another’s deletion midway', async () => {
    await begin({ faults: [{ on: 'Queue:create', with: 'stack-deleted', times: 1 }] })
    const StackName = await cloud.create('lost', pair)
    expect((await cloud.rest(StackName)).StackStatus).to.equal('DELETE_COMPLETE')
    expect(await cloud.events(StackName)).to.include('lost DELETE_IN_PROGRESS')
  })

  it('is refused by a hook, whose reason the events tell', async () => {
    await begin({ faults: [{ on: 'Queue:hook', with: 'queues need encryption' }] })
    await cloud.settle('hooked', pair, { OnFailure: 'DO_NOTHING' })
    const { StackEvents = [] } = await cloud.client.send(new DescribeStackEventsCommand({ StackName: 'hooked' }))
    expect(StackEvents.find(({ HookStatus }) => HookStatus === 'HOOK_COMPLETE_FAILED')?.HookStatusReason).to.equal('queues need encryption')
    expect((await cloud.reasons('hooked'))['Queue CREATE_FAILED']).to.match(/^The following hook\(s\) failed/)
  })

  it('fails its stack before anything is made where validation finds it', async () => {
    await begin({ faults: [{ on: 'Queue:validate', with: 'a queue of that name exists' }] })
    const stack = await cloud.settle('invalid', pair)
    expect(stack.StackStatus).to.equal('ROLLBACK_COMPLETE')
    expect(await cloud.events('invalid')).to.deep.equal([
      'invalid CREATE_IN_PROGRESS',
      'invalid ROLLBACK_IN_PROGRESS',
      'invalid ROLLBACK_COMPLETE',
    ])
    const { OperationEvents = [] } = await cloud.client.send(
      new DescribeEventsCommand({ StackName: 'invalid', Filters: { FailedEvents: true } }),
    )
    expect(OperationEvents.map(({ EventType, ValidationStatusReason }) => [EventType, ValidationStatusReason])).to.deep.include([
      'VALIDATION_ERROR',
      'a queue of that name exists',
    ])
  })

  const protectedResources = {
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { DeletionProtectionEnabled: true } },
    Users: { Type: 'AWS::Cognito::UserPool', Properties: { DeletionProtection: 'ACTIVE' } },
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { LoadBalancerAttributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }] },
    },
    Host: { Type: 'AWS::EC2::Instance', Properties: { DisableApiTermination: true } },
    Free: { Type: 'AWS::DynamoDB::Table', Properties: { DeletionProtectionEnabled: false } },
  }

  it('stays where a property protects it, until it is retained', async () => {
    await begin({})
    const { StackId = '' } = await cloud.settle('protected', { Resources: protectedResources })
    const stack = await cloud.remove('protected')
    expect(stack.StackStatusReason).to.equal('The following resource(s) failed to delete: [Table, Users, Balancer, Host].')
    await cloud.client.send(new DeleteStackCommand({ StackName: StackId, RetainResources: ['Table', 'Users', 'Balancer', 'Host'] }))
    expect((await cloud.rest(StackId)).StackStatus).to.equal('DELETE_COMPLETE')
  })
})

describe('a function in a network', () => {
  it('leaves its interfaces behind in express mode, so that its network is deleted only later', async () => {
    const cloud = await startTestCloud({ timeScale: 0.002 })
    const Resources = {
      Net: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Net' }, CidrBlock: '10.0.0.0/24' } },
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'g', VpcId: { Ref: 'Net' } } },
      Code: {
        Type: 'AWS::Lambda::Function',
        Properties: { VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ Ref: 'Group' }] } },
      },
    }
    const { StackId = '' } = await cloud.settle('function', { Resources })
    const remove = async () => {
      await cloud.client.send(new DeleteStackCommand({ StackName: StackId, DeploymentConfig: { Mode: 'EXPRESS' } }))
      return cloud.rest(StackId)
    }
    const stack = await remove()
    expect([stack.StackStatus, stack.StackStatusReason]).to.deep.equal([
      'DELETE_FAILED',
      'The following resource(s) failed to delete: [Subnet, Group].',
    ])
    while ((await remove()).StackStatus === 'DELETE_FAILED') await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await cloud.rest(StackId)).StackStatus).to.equal('DELETE_COMPLETE')
    await cloud.close()
  })
})
