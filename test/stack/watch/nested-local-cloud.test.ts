import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { createCloud } from '../../../src/adapters/cloud.ts'
import type { Fault } from '../../../src/local-cloud/types.ts'
import type { Template } from '../../../src/production/types.ts'
import { createBudget } from '../../../src/stack/budget/budget.ts'
import { watchCreation } from '../../../src/stack/watch/watch.ts'
import { startTestCloud, type TestCloud } from '../../local-cloud/support.ts'
import { createJournal } from '../../support/journal.ts'
import { refusalOf } from '../../support/refusal.ts'

const inner: Template = {
  Resources: { Topic: { Type: 'AWS::SNS::Topic' }, Queue: { Type: 'AWS::SQS::Queue' } },
}
const nestedType = 'AWS::CloudFormation::Stack'

describe('watchCreation, of a stack with nested stacks', () => {
  let local: TestCloud
  afterEach(() => local.close())

  async function open(faults: Fault[]) {
    local = await startTestCloud({ timeScale: 0.04, faults })
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' }
    const cloud = await createCloud({ AWS_ENDPOINT_URL: local.endpoint, ...keys })
    const journal = createJournal()
    const clock = createClock()
    const url = await putTemplate(local.endpoint, inner)
    const template: Template = { Resources: { Inner: { Type: nestedType, Properties: { TemplateURL: url } } } }
    const arn = await local.create('data', template, { OnFailure: 'DO_NOTHING' })
    const nested = { Inner: { production: 'data/Inner', template: inner, nested: {}, decisions: [] } }
    return {
      cloud,
      journal,
      stack: { name: 'data', arn, template, nested },
      ports: { cloud, clock, emit: journal.emit, budget: createBudget(clock) },
    }
  }

  it('tells of their resources as Parent/Id, and counts them', async () => {
    const { journal, stack, ports } = await open([])
    const timeline = await watchCreation(stack, ports)
    expect(timeline.map(({ logicalId }) => logicalId)).to.have.members(['Inner', 'Inner/Topic', 'Inner/Queue'])
    const up = journal.events.filter(({ code }) => code === 'stack.resource_completed').map(({ data }) => data)
    expect(up).to.deep.include.members([{ ...up[0], logicalId: 'Inner/Topic', type: 'AWS::SNS::Topic', done: 1, of: 3 }])
    expect(up.at(-1)).to.include({ logicalId: 'Inner', done: 3, of: 3 })
  })

  it('reports what fails in one from its own event, before its parent says anything', async () => {
    const { cloud, stack, ports } = await open([{ on: 'Topic:create', with: 'Access Denied to sns:CreateTopic' }])
    const error = await refusalOf(watchCreation(stack, ports))
    expect(error.code).to.equal('stack.create_failed')
    expect(error.text).to.include({ place: 'data/Inner/Topic (AWS::SNS::Topic)' })
    expect(error.message).to.contain('Access Denied to sns:CreateTopic')
    const told = await cloud.stacks.events(stack.arn)
    expect(told.filter(({ status }) => status === 'CREATE_FAILED')).to.deep.equal([])
  })
})

async function putTemplate(endpoint: string, template: Template): Promise<string> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials })
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }))
  await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'inner.json', Body: JSON.stringify(template) }))
  s3.destroy()
  return `${endpoint}/templates/inner.json`
}
