import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation'
import { expect } from 'chai'
import { failureOf, startTestCloud, type TestCloud } from '../support.ts'

const template = (names: string[]) => ({
  Resources: Object.fromEntries(names.map((name) => [name, { Type: 'AWS::SNS::Topic', Properties: { TopicName: name } }])),
})

describe('change sets', () => {
  let cloud: TestCloud
  beforeEach(async () => {
    cloud = await startTestCloud()
  })
  afterEach(() => cloud.close())

  const propose = async (ChangeSetType: 'CREATE' | 'UPDATE', names: string[], ChangeSetName = 'first') => {
    const TemplateBody = JSON.stringify(template(names))
    await cloud.client.send(new CreateChangeSetCommand({ StackName: 'app', ChangeSetName, ChangeSetType, TemplateBody }))
    return cloud.client.send(new DescribeChangeSetCommand({ StackName: 'app', ChangeSetName }))
  }
  const execute = async (ChangeSetName: string) => {
    await cloud.client.send(new ExecuteChangeSetCommand({ StackName: 'app', ChangeSetName }))
    return cloud.rest('app')
  }

  it('create a stack that was under review until then', async () => {
    const set = await propose('CREATE', ['A', 'B'])
    expect([set.Status, set.ExecutionStatus]).to.deep.equal(['CREATE_COMPLETE', 'AVAILABLE'])
    expect(set.Changes?.map((change) => change.ResourceChange?.Action)).to.deep.equal(['Add', 'Add'])
    expect((await execute('first')).StackStatus).to.equal('CREATE_COMPLETE')
    const again = await failureOf(execute('first'))
    expect(again.name).to.equal('InvalidChangeSetStatusException')
  })

  it('show what an update would add, change and remove', async () => {
    await cloud.settle('app', template(['A', 'B']))
    const Resources = { A: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'A', DisplayName: 'x' } }, C: { Type: 'AWS::SQS::Queue' } }
    const TemplateBody = JSON.stringify({ Resources })
    await cloud.client.send(new CreateChangeSetCommand({ StackName: 'app', ChangeSetName: 'mixed', TemplateBody }))
    const { Changes } = await cloud.client.send(new DescribeChangeSetCommand({ StackName: 'app', ChangeSetName: 'mixed' }))
    const shown = Changes?.map(({ ResourceChange: change }) => [change?.Action, change?.LogicalResourceId, change?.Replacement])
    expect(shown).to.deep.equal([
      ['Modify', 'A', 'False'],
      ['Add', 'C', undefined],
      ['Remove', 'B', undefined],
    ])
    const { TemplateBody: shownBody } = await cloud.client.send(new GetTemplateCommand({ StackName: 'app', ChangeSetName: 'mixed' }))
    expect(JSON.parse(shownBody ?? '')).to.deep.equal({ Resources })
    expect((await execute('mixed')).StackStatus).to.equal('UPDATE_COMPLETE')
  })

  it('fail in AWS’s words where there is nothing to change', async () => {
    await cloud.settle('app', template(['A']))
    const set = await propose('UPDATE', ['A'])
    expect([set.Status, set.ExecutionStatus]).to.deep.equal(['FAILED', 'UNAVAILABLE'])
    expect(set.StatusReason).to.contain("The submitted information didn't contain changes.")
  })

  it('are listed until they are deleted, and cannot be found after', async () => {
    await propose('CREATE', ['A'])
    await propose('CREATE', ['A', 'B'], 'second')
    await cloud.client.send(new DeleteChangeSetCommand({ StackName: 'app', ChangeSetName: 'first' }))
    const { Summaries } = await cloud.client.send(new ListChangeSetsCommand({ StackName: 'app' }))
    expect(Summaries?.map(({ ChangeSetName }) => ChangeSetName)).to.deep.equal(['second'])
    const gone = await failureOf(cloud.client.send(new DescribeChangeSetCommand({ StackName: 'app', ChangeSetName: 'first' })))
    expect(gone.name).to.equal('ChangeSetNotFoundException')
  })

  it('need a stack to update', async () => {
    const error = await failureOf(propose('UPDATE', ['A']))
    expect([error.name, error.message]).to.deep.equal(['ValidationError', 'Stack [app] does not exist'])
  })
})
