import { DeleteStackCommand, DescribeStacksCommand, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect } from 'chai'
import { failureOf, startTestCloud, type TestCloud } from '../support.ts'

const chain = {
  Resources: {
    First: { Type: 'AWS::SNS::Topic' },
    Second: { Type: 'AWS::SQS::Queue', DependsOn: 'First' },
    Third: { Type: 'AWS::KMS::Key', DependsOn: 'Second' },
  },
}

describe('a stack that fails', () => {
  let cloud: TestCloud
  afterEach(() => cloud.close())

  it('is rolled back in the reverse order, and can then only be deleted', async () => {
    cloud = await startTestCloud({ faults: [{ on: 'AWS::KMS::Key:create', with: 'no keys today', times: 1 }] })
    const stack = await cloud.settle('rolled', chain)
    expect(stack.StackStatus).to.equal('ROLLBACK_COMPLETE')
    const events = await cloud.events('rolled')
    expect(events.slice(events.indexOf('Third CREATE_FAILED'))).to.deep.equal([
      'Third CREATE_FAILED',
      'rolled ROLLBACK_IN_PROGRESS',
      'Third DELETE_COMPLETE',
      'Second DELETE_IN_PROGRESS',
      'Second DELETE_COMPLETE',
      'First DELETE_IN_PROGRESS',
      'First DELETE_COMPLETE',
      'rolled ROLLBACK_COMPLETE',
    ])
    const reasons = await cloud.reasons('rolled')
    expect(reasons['Third CREATE_FAILED']).to.equal('no keys today')
    expect(reasons['rolled ROLLBACK_IN_PROGRESS']).to.equal(
      'The following resource(s) failed to create: [Third]. Rollback requested by user.',
    )
    expect((await cloud.remove('rolled')).StackStatus).to.equal('DELETE_COMPLETE')
  })

  it('calls off what is being made beside the failure', async () => {
    cloud = await startTestCloud({ timeScale: 0.003, faults: [{ on: 'AWS::EFS::MountTarget:create', with: 'no', times: 1 }] })
    const Resources = {
      Slow: { Type: 'AWS::RDS::DBProxy' },
      Fast: { Type: 'AWS::EFS::MountTarget', DependsOn: 'Quick' },
      Quick: { Type: 'AWS::SNS::Topic' },
    }
    await cloud.settle('cancelled', { Resources })
    expect((await cloud.reasons('cancelled'))['Slow CREATE_FAILED']).to.equal('Resource creation cancelled')
  })

  it('stays as it is where rollback is off, and makes what does not wait for the failure', async () => {
    cloud = await startTestCloud({ faults: [{ on: 'AWS::SQS::Queue:create', with: 'no', times: 1 }] })
    const Resources = { ...chain.Resources, Alone: { Type: 'AWS::SNS::Topic' } }
    const stack = await cloud.settle('kept', { Resources }, { OnFailure: 'DO_NOTHING' })
    expect([stack.StackStatus, stack.StackStatusReason]).to.deep.equal([
      'CREATE_FAILED',
      'The following resource(s) failed to create: [Second].',
    ])
    expect(Object.keys(await cloud.physicalIds('kept')).sort()).to.deep.equal(['Alone', 'First', 'Second'])
  })

  it('is deleted where that was asked for, and found by its ARN alone', async () => {
    cloud = await startTestCloud({ faults: [{ on: 'AWS::SQS::Queue:create', with: 'no', times: 1 }] })
    const stack = await cloud.settle('gone', chain, { OnFailure: 'DELETE' })
    expect(stack.StackStatus).to.equal('DELETE_COMPLETE')
    const error = await failureOf(cloud.client.send(new DescribeStacksCommand({ StackName: 'gone' })))
    expect([error.name, error.message]).to.deep.equal(['ValidationError', 'Stack with id gone does not exist'])
  })

  it('cannot be deleted while its bucket holds something; then what is left can be retained', async () => {
    cloud = await startTestCloud()
    const s3 = new S3Client({
      region: 'us-east-1',
      endpoint: cloud.endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
    const Resources = { Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files-1' } }, Topic: { Type: 'AWS::SNS::Topic' } }
    await cloud.settle('full', { Resources })
    await s3.send(new PutObjectCommand({ Bucket: 'files-1', Key: 'k', Body: 'v' }))
    const failed = await cloud.remove('full')
    expect([failed.StackStatus, failed.StackStatusReason]).to.deep.equal([
      'DELETE_FAILED',
      'The following resource(s) failed to delete: [Files].',
    ])
    expect((await cloud.reasons('full'))['Files DELETE_FAILED']).to.match(/not empty/)
    const arn = failed.StackId ?? ''
    await cloud.client.send(new DeleteStackCommand({ StackName: arn, RetainResources: ['Files'] }))
    expect((await cloud.rest(arn)).StackStatus).to.equal('DELETE_COMPLETE')
    expect(await cloud.events(arn)).to.include('Files DELETE_SKIPPED')
    const again = await failureOf(s3.send(new CreateBucketCommand({ Bucket: 'files-1' })).then(() => Promise.reject(new Error('made'))))
    expect(again.name).to.not.equal('')
    s3.destroy()
  })

  it('is not deleted while it is protected', async () => {
    cloud = await startTestCloud()
    await cloud.settle('safe', chain, { EnableTerminationProtection: true })
    const error = await failureOf(cloud.client.send(new DeleteStackCommand({ StackName: 'safe' })))
    expect(error.message).to.equal('Stack [safe] cannot be deleted while TerminationProtection is enabled')
    await cloud.client.send(new UpdateTerminationProtectionCommand({ StackName: 'safe', EnableTerminationProtection: false }))
    expect((await cloud.remove('safe')).StackStatus).to.equal('DELETE_COMPLETE')
  })

  it('fails where a living resource has the fixed name, and leaves that one alone', async () => {
    cloud = await startTestCloud()
    const template = { Resources: { Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/app' } } } }
    const first = await cloud.settle('first', template)
    await cloud.settle('second', template)
    expect((await cloud.reasons('second'))['Log CREATE_FAILED']).to.equal(`/app already exists in stack ${first.StackId}`)
    await cloud.remove('second')
    await cloud.settle('third', template, { OnFailure: 'DO_NOTHING' })
    expect((await cloud.reasons('third'))['Log CREATE_FAILED']).to.contain('/app already exists')
  })

  it('is throttled where a fault asks for it, as often as asked', async () => {
    cloud = await startTestCloud({ faults: [{ on: 'CreateStack', with: 'Throttling', times: 1 }] })
    const error = await failureOf(cloud.create('slow', chain))
    expect([error.name, error.message]).to.deep.equal(['Throttling', 'Rate exceeded'])
    expect((await cloud.settle('slow', chain)).StackStatus).to.equal('CREATE_COMPLETE')
  })

  it('can be deleted while it is being created', async () => {
    cloud = await startTestCloud({ timeScale: 1 })
    const arn = await cloud.create('hasty', chain)
    await cloud.client.send(new DeleteStackCommand({ StackName: arn }))
    await cloud.restart()
    expect((await cloud.rest(arn)).StackStatus).to.equal('DELETE_COMPLETE')
  })
})
