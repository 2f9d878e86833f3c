import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { expect } from 'chai'
import { createCloud } from '../../src/adapters/cloud.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import { readProduction } from '../../src/production/read.ts'
import { loadSpec } from '../../src/spec/load.ts'
import { startTestCloud, type TestCloud } from '../local-cloud/support.ts'
import { fakeProductionPorts } from '../support/fake-production.ts'
import { nestedBucket, readActions, stageNestedProduction } from '../support/nested-production.ts'
import { type RecordingProxy, startRecordingProxy } from '../support/recording-proxy.ts'

describe('readProduction, over HTTP', () => {
  let local: TestCloud
  let proxy: RecordingProxy
  let cloud: Cloud

  beforeEach(async () => {
    local = await startTestCloud()
    proxy = await startRecordingProxy(local.endpoint)
    cloud = await cloudAt(proxy.endpoint)
  })
  afterEach(async () => {
    await proxy.close()
    await local.close()
  })

  const cloudAt = (endpoint: string) =>
    createCloud({ AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })
  const read = (stacks: string) =>
    readProduction(loadSpec(`version: 1\nproduction: {stacks: [${stacks}]}\nstores: {}\n`, 'replica.yml'), fakeProductionPorts(cloud))

  async function deployNested(): Promise<void> {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const s3 = new S3Client({ region: 'us-east-1', endpoint: local.endpoint, forcePathStyle: true, credentials })
    await s3.send(new CreateBucketCommand({ Bucket: nestedBucket }))
    s3.destroy()
    const template = await stageNestedProduction(await cloudAt(local.endpoint))
    const Parameters = [{ ParameterKey: 'Password', ParameterValue: 'not-for-anyones-eyes' }]
    const { StackStatus, StackStatusReason } = await local.settle('shop', template, { Parameters })
    expect(StackStatus, StackStatusReason).to.equal('CREATE_COMPLETE')
  }

  it('reads nested stacks, masked values, exports and every one of 150 resources, and sends read actions alone', async () => {
    await deployNested()
    const { stacks, exports } = await read('shop')
    expect(stacks.map(({ name, resources }) => [name, resources.length])).to.deep.equal([
      ['shop', 151],
      ['shop/Data', 2],
      ['shop/Data/Deep', 1],
    ])
    expect(stacks[1]?.parameters.Password).to.deep.equal({ value: '****', secret: true })
    expect(stacks[2]?.parameters.Name).to.deep.equal({ value: 'shop-queue', secret: false })
    expect(stacks[2]?.resources[0]?.physicalId).to.contain('shop-queue')
    expect(exports['shop-topic']).to.deep.equal({ value: stacks[1]?.outputs.Topic?.value, stack: 'shop/Data' })
    expect(JSON.stringify(stacks)).to.not.contain('not-for-anyones-eyes')
    expect(proxy.actions).to.include('ListExports')
    expect(proxy.actions.filter((action) => !readActions.includes(action))).to.deep.equal([])
  })

  it('reads what SSM parameter types stood for', async () => {
    const Image = { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/aws/service/ami-amazon-linux-latest/al2023' }
    await local.settle('hosts', { Parameters: { Image }, Resources: { Topic: { Type: 'AWS::SNS::Topic' } } })
    const { stacks } = await read('hosts')
    expect(stacks[0]?.parameters.Image?.value).to.equal(Image.Default)
    expect(stacks[0]?.parameters.Image?.resolved).to.match(/^ami-/)
  })

  it('has no words for a stack that is gone, by name or ARN', async () => {
    const arn = await local.create('gone', { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } })
    await local.remove('gone')
    expect(await cloud.stacks.describe('gone')).to.equal(undefined)
    expect(await cloud.stacks.describe(arn)).to.equal(undefined)
    expect(await cloud.stacks.template('gone', 'processed')).to.equal(undefined)
    expect(await cloud.stacks.template('gone', 'original')).to.equal(undefined)
    expect(await cloud.stacks.resources('gone')).to.equal(undefined)
  })
})
