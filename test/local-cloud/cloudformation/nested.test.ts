import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect } from 'chai'
import { startTestCloud, type TestCloud } from '../support.ts'

const child = {
  Parameters: { Names: { Type: 'CommaDelimitedList' } },
  Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::Select': [1, { Ref: 'Names' }] } } } },
  Outputs: { Arn: { Value: { Ref: 'Topic' } } },
}

describe('nested stacks', () => {
  let cloud: TestCloud
  const put = async (template: object) => {
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
    const s3 = new S3Client({ region: 'us-east-1', endpoint: cloud.endpoint, forcePathStyle: true, credentials })
    await s3.send(new CreateBucketCommand({ Bucket: 'staging' }))
    await s3.send(new PutObjectCommand({ Bucket: 'staging', Key: 'a b/child.json', Body: JSON.stringify(template) }))
    s3.destroy()
  }
  const parent = (TemplateURL: string) => ({
    Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL, Parameters: { Names: ['x', 'y'] } } } },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Child', 'Outputs.Arn'] } } },
  })
  afterEach(() => cloud.close())

  it('are made from templates in the local S3, and give their outputs to the parent', async () => {
    cloud = await startTestCloud()
    await put(child)
    const stack = await cloud.settle('outer', parent(`${cloud.endpoint}/staging/a%20b/child.json`))
    expect(cloud.outputs(stack).Arn).to.equal('arn:aws:sns:us-east-1:111122223333:y')
    const nested = await cloud.rest((await cloud.physicalIds('outer')).Child ?? '')
    expect([nested.ParentId, nested.RootId, nested.StackStatus]).to.deep.equal([stack.StackId, stack.StackId, 'CREATE_COMPLETE'])
    await cloud.remove('outer')
    expect((await cloud.rest(nested.StackId ?? '')).StackStatus).to.equal('DELETE_COMPLETE')
  })

  it('fail the parent with what failed in them', async () => {
    cloud = await startTestCloud({ faults: [{ on: 'AWS::SNS::Topic:create', with: 'no', times: 1 }] })
    await put(child)
    const stack = await cloud.settle('outer', parent('https://staging.s3.us-east-1.amazonaws.com/a%20b/child.json'))
    expect(stack.StackStatus).to.equal('ROLLBACK_COMPLETE')
    const reason = (await cloud.reasons('outer'))['Child CREATE_FAILED']
    expect(reason).to.match(/^Embedded stack arn:\S+ was not successfully created: /)
  })

  it('fail clearly where the template is not there', async () => {
    cloud = await startTestCloud()
    await cloud.settle('outer', parent(`${cloud.endpoint}/none/child.json`))
    expect((await cloud.reasons('outer'))['Child CREATE_FAILED']).to.match(/^S3 error: /)
  })
})
