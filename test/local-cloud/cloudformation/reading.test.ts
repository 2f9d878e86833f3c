import {
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  GetTemplateSummaryCommand,
  ListStacksCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation'
import { expect } from 'chai'
import { failureOf, startTestCloud, type TestCloud } from '../support.ts'

const topics = Object.fromEntries(
  Array.from({ length: 120 }, (_, index) => [`Topic${index}`, { Type: 'AWS::SNS::Topic', Metadata: { index } }]),
)

describe('reading stacks', () => {
  let cloud: TestCloud
  before(async () => {
    cloud = await startTestCloud()
    await cloud.settle('many', { Description: 'many topics', Resources: topics })
  })
  after(() => cloud.close())

  it('gives every event once, newest first, over several pages', async () => {
    const ids: string[] = []
    let pages = 0
    for await (const page of paginateDescribeStackEvents({ client: cloud.client }, { StackName: 'many' })) {
      pages += 1
      ids.push(...(page.StackEvents ?? []).map(({ EventId }) => EventId ?? ''))
    }
    expect([ids.length, new Set(ids).size, pages]).to.deep.equal([362, 362, 4])
  })

  it('gives every resource once, over several pages', async () => {
    const names: string[] = []
    for await (const page of paginateListStackResources({ client: cloud.client }, { StackName: 'many' })) {
      names.push(...(page.StackResourceSummaries ?? []).map(({ LogicalResourceId }) => LogicalResourceId ?? ''))
    }
    expect(names.sort()).to.deep.equal(Object.keys(topics).sort())
  })

  it('refuses a token that it did not give', async () => {
    const error = await failureOf(cloud.client.send(new DescribeStackEventsCommand({ StackName: 'many', NextToken: 'bogus' })))
    expect(error.name).to.equal('ValidationError')
  })

  it('goes on to the next page of stacks although the last one that was told is gone', async () => {
    const own = await startTestCloud()
    const Resources = { Topic: { Type: 'AWS::SNS::Topic' } }
    for (let index = 0; index < 103; index += 1) await own.settle(`page-${index}`, { Resources })
    const { Stacks = [], NextToken } = await own.client.send(new DescribeStacksCommand({}))
    await own.remove(Stacks.at(-1)?.StackName ?? '')
    const next = await own.client.send(new DescribeStacksCommand({ NextToken }))
    expect(next.Stacks?.map(({ StackName }) => StackName)).to.deep.equal(['page-2', 'page-1', 'page-0'])
    await own.close()
  })

  it('tells the metadata of one resource', async () => {
    const answer = await cloud.client.send(new DescribeStackResourceCommand({ StackName: 'many', LogicalResourceId: 'Topic7' }))
    expect(answer.StackResourceDetail?.Metadata).to.equal('{"index":7}')
  })

  it('lists deleted stacks where asked for', async () => {
    await cloud.settle('short', { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } })
    await cloud.remove('short')
    const { StackSummaries } = await cloud.client.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }))
    expect(StackSummaries?.map(({ StackName }) => StackName)).to.deep.equal(['short'])
    expect(StackSummaries?.[0]?.DeletionTime).to.be.instanceOf(Date)
  })

  it('summarizes and validates a template without making anything of it', async () => {
    const TemplateBody = JSON.stringify({
      Parameters: { Size: { Type: 'String', AllowedValues: ['s', 'l'], Default: 's' } },
      Resources: { Role: { Type: 'AWS::IAM::Role', Properties: {} } },
    })
    const summary = await cloud.client.send(new GetTemplateSummaryCommand({ TemplateBody }))
    expect([summary.ResourceTypes, summary.Capabilities]).to.deep.equal([['AWS::IAM::Role'], ['CAPABILITY_IAM']])
    expect(summary.Parameters?.[0]?.ParameterConstraints?.AllowedValues).to.deep.equal(['s', 'l'])
    const valid = await cloud.client.send(new ValidateTemplateCommand({ TemplateBody }))
    expect(valid.Parameters?.[0]?.DefaultValue).to.equal('s')
    const invalid = await failureOf(cloud.client.send(new ValidateTemplateCommand({ TemplateBody: '{}' })))
    expect(invalid.message).to.equal('Template format error: At least one Resources member must be defined.')
  })
})
