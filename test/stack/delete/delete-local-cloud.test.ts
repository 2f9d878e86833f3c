import { CloudFormationClient, CreateStackCommand, DeleteStackCommand, type Tag } from '@aws-sdk/client-cloudformation'
import { expect } from 'chai'
import { createCloud } from '../../../src/adapters/cloud.ts'
import type { Cloud } from '../../../src/ports/cloud.ts'
import { deleteReplica } from '../../../src/stack/delete/delete.ts'
import { replicaTags } from '../../../src/stack/replica/tags.ts'
import { startTestCloud, type TestCloud } from '../../local-cloud/support.ts'
import { createHurriedClock } from '../../support/hurried-clock.ts'
import { createJournal } from '../../support/journal.ts'
import { run } from '../../support/plans.ts'

type Resources = Readonly<Record<string, { Type: string; Properties?: object; DeletionPolicy?: string }>>

describe('what keeps a replica from being deleted, on the local cloud', function () {
  this.timeout(60_000)
  let local: TestCloud
  let cloud: Cloud
  beforeEach(async () => {
    local = await startTestCloud()
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' }
    cloud = await createCloud({ AWS_ENDPOINT_URL: local.endpoint, ...keys })
  })
  afterEach(() => local.close())

  const facts = { production: 'data', digest: 'd', depth: 0, stores: {} }
  const Tags: Tag[] = Object.entries(replicaTags(run, '2030-01-01T00:00:00.000Z', facts)).map(([Key, Value]) => ({ Key, Value }))
  const make = (name: string, resources: Resources, outputs: object = {}) =>
    local.settle(name, { Resources: resources, Outputs: outputs }, { Tags })

  async function trouble(settings: object): Promise<void> {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${local.endpoint}/_local/faults`, { method: 'PUT', headers, body: JSON.stringify(settings) })
    expect(answer.status).to.equal(200)
  }

  async function tearDown() {
    const journal = createJournal()
    const result = await deleteReplica(run.replicaId, { cloud, clock: createHurriedClock(100), emit: journal.emit })
    return { ...result, codes: journal.codes() }
  }

  const left = async () => (await cloud.tagged.find('prod-replica:id', [run.replicaId])).map(({ arn }) => arn)

  it('is turned off, where it is the protection of a resource or of the stack', async () => {
    await local.settle(
      'guarded',
      {
        Resources: {
          Table: { Type: 'AWS::DynamoDB::Table', Properties: { DeletionProtectionEnabled: true } },
          Log: { Type: 'AWS::Logs::LogGroup', Properties: { DeletionProtectionEnabled: true } },
          Pool: { Type: 'AWS::Cognito::UserPool', Properties: { DeletionProtection: 'ACTIVE' } },
          Host: { Type: 'AWS::EC2::Instance', Properties: { ImageId: 'ami-1', DisableApiTermination: true } },
          Balancer: {
            Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
            Properties: { LoadBalancerAttributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }] },
          },
        },
      },
      { Tags, EnableTerminationProtection: true },
    )
    const { deleted, survivors, codes } = await tearDown()
    expect({ deleted, survivors }).to.deep.equal({ deleted: ['guarded'], survivors: [] })
    expect(codes.filter((code) => code === 'protection.removed')).to.have.length(5)
    expect(codes).to.not.include('stack.resources_released')
    expect(await left()).to.deep.equal([])
  })

  it('is waited for, where it is a network interface that goes by itself', async () => {
    await local.restart({ timeScale: 0.002 })
    cloud = await createCloud({
      ...{ AWS_ENDPOINT_URL: local.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' },
    })
    await make('network', {
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'inside' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: '10.0.0.0/24' } },
      Code: {
        Type: 'AWS::Lambda::Function',
        Properties: { VpcConfig: { SecurityGroupIds: [{ Ref: 'Group' }], SubnetIds: [{ Ref: 'Subnet' }] } },
      },
    })
    const { deleted, survivors } = await tearDown()
    expect({ deleted, survivors }).to.deep.equal({ deleted: ['network'], survivors: [] })
  })

  it('is let go of and deleted by itself, where CloudFormation cannot delete it', async () => {
    await make('data', { Stuck: { Type: 'AWS::Logs::LogGroup' }, Queue: { Type: 'AWS::SQS::Queue' } })
    await trouble({ faults: [{ on: 'Stuck:delete', with: 'Internal Failure' }] })
    const { deleted, survivors, codes } = await tearDown()
    expect({ deleted, survivors }).to.deep.equal({ deleted: ['data'], survivors: [] })
    expect(codes).to.include.members(['stack.resources_released', 'leftover.removed'])
    expect(await left()).to.deep.equal([])
  })

  it('is named, where another stack uses it, and gone with the next teardown once that is gone', async () => {
    await make('data', { Queue: { Type: 'AWS::SQS::Queue' } }, { Out: { Value: 'x', Export: { Name: 'shared' } } })
    const importer = {
      Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { 'Fn::ImportValue': 'shared' } } } },
    }
    await local.settle('foreign', importer)
    const { deleted, survivors } = await tearDown()
    expect(deleted).to.deep.equal([])
    expect(survivors[0]).to.contain('data: ').and.contain('shared').and.contain('foreign')
    await local.remove('foreign')
    expect((await tearDown()).survivors).to.deep.equal([])
  })

  it('is not what a DeletionPolicy retains: that is deleted too', async () => {
    await make('data', { Log: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain' } })
    expect(await tearDown()).to.deep.include({ deleted: ['data'], survivors: [] })
    expect(await left()).to.deep.equal([])
  })

  it('is not what a deleted stack left behind: that is found by its tag and deleted', async () => {
    await make('data', { Log: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain' } })
    await local.remove('data')
    expect(await left()).to.have.length(1)
    const { deleted, survivors, codes } = await tearDown()
    expect({ deleted, survivors }).to.deep.equal({ deleted: [], survivors: [] })
    expect(codes).to.include('leftover.removed')
    expect(await left()).to.deep.equal([])
  })

  it('is not that a third of the calls is throttled, and some answers are lost', async () => {
    await make('one', { Lake: { Type: 'AWS::S3::Bucket' }, Queue: { Type: 'AWS::SQS::Queue' } })
    await make('two', { Queue: { Type: 'AWS::SQS::Queue' } })
    await trouble({
      faults: [
        { on: 'DeleteStack', with: 'lost-answer', times: 2 },
        { on: '*', with: 'throttled', share: 0.3 },
      ],
    })
    const { deleted, survivors } = await tearDown()
    expect(deleted).to.have.members(['one', 'two'])
    expect(survivors).to.deep.equal([])
  })

  it('is never a stack of somebody else', async () => {
    const stranger = new CloudFormationClient({
      ...{ endpoint: local.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
    })
    const TemplateBody = JSON.stringify({ Resources: { Log: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain' } } })
    await stranger.send(new CreateStackCommand({ StackName: 'production', TemplateBody }))
    await local.rest('production')
    await make('data', { Queue: { Type: 'AWS::SQS::Queue' } })
    await tearDown()
    expect((await cloud.stacks.list()).map(({ name }) => name)).to.deep.equal(['production'])
    await stranger.send(new DeleteStackCommand({ StackName: 'production' }))
  })
})
