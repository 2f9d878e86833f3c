import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { createCloud } from '../../../src/adapters/cloud.ts'
import type { Fault } from '../../../src/local-cloud/types.ts'
import { createBudget } from '../../../src/stack/budget/budget.ts'
import { explainDeletion, explainFailure } from '../../../src/stack/explain/explain.ts'
import { startTestCloud, type TestCloud } from '../../local-cloud/support.ts'

describe('explaining what the local cloud tells', () => {
  let local: TestCloud
  afterEach(() => local.close())

  async function open(faults: Fault[]) {
    local = await startTestCloud({ faults })
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' }
    const cloud = await createCloud({ AWS_ENDPOINT_URL: local.endpoint, ...keys })
    return { cloud, budget: createBudget(createClock()) }
  }

  it('finds the resource that failed, among those that were cancelled or wait for it', async () => {
    const reason = 'Resource handler returned message: "DBSnapshotNotFound: no such snapshot" (RequestToken: 1, HandlerErrorCode: NotFound)'
    const ports = await open([{ on: 'AWS::SNS::Topic:create', with: reason, times: 1 }])
    const Resources = {
      Before: { Type: 'AWS::SQS::Queue' },
      Topic: { Type: 'AWS::SNS::Topic', DependsOn: 'Before' },
      Beside: { Type: 'AWS::SSM::Parameter', DependsOn: 'Before', Properties: { Type: 'String', Value: 'x' } },
      After: { Type: 'AWS::SQS::Queue', DependsOn: 'Topic' },
    }
    const { StackId: arn = '' } = await local.settle('data', { Resources })
    const error = await explainFailure({ name: 'data', arn }, await ports.cloud.stacks.events(arn), ports)
    expect(error.text.place).to.equal('data/Topic (AWS::SNS::Topic)')
    expect(error.text.message).to.equal('CloudFormation could not create it: DBSnapshotNotFound: no such snapshot (NotFound)')
    expect(error.text.remedy).to.contain('snapshot was deleted meanwhile')
  })

  it('finds it through nested stacks, though the parent only says that one of them failed', async () => {
    const ports = await open([{ on: 'AWS::SQS::Queue:create', with: 'Access Denied to sqs:CreateQueue', times: 1 }])
    const s3 = new S3Client({
      endpoint: local.endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    await s3.send(new CreateBucketCommand({ Bucket: 'templates' }))
    const inner = JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } })
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'inner.json', Body: inner }))
    s3.destroy()
    const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: `${local.endpoint}/templates/inner.json` } }
    const { StackId: arn = '' } = await local.settle('data', { Resources: { Inner: nested } })
    const error = await explainFailure({ name: 'data', arn }, await ports.cloud.stacks.events(arn), ports)
    expect(error.text.place).to.equal('data/Inner/Queue (AWS::SQS::Queue)')
    expect(error.text.message).to.contain('Access Denied to sqs:CreateQueue')
    expect(error.text.remedy).to.contain('prod-replica policy')
  })

  it('names what keeps a stack from being deleted', async () => {
    const ports = await open([{ on: 'AWS::EC2::SecurityGroup:delete', with: 'resource sg-1 has a dependent object', times: 1 }])
    const { StackId: arn = '' } = await local.settle('data', {
      Resources: { Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'x' } }, Topic: { Type: 'AWS::SNS::Topic' } },
    })
    await local.remove('data')
    const cause = await explainDeletion(arn, await ports.cloud.stacks.events(arn), ports)
    expect(cause).to.include({ path: 'Group', type: 'AWS::EC2::SecurityGroup', reason: 'resource sg-1 has a dependent object' })
    expect(cause?.hint).to.contain('interfaces of a Lambda function')
  })
})
