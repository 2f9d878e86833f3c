import { ListExportsCommand, ListImportsCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import { expect } from 'chai'
import { failureOf, startTestCloud, type TestCloud } from '../support.ts'

const exporter = {
  Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
  Outputs: { Topic: { Value: { Ref: 'Topic' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-Topic' } } } },
}
const importer = {
  Resources: { Sub: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { 'Fn::ImportValue': 'source-Topic' } } } },
}

describe('exports', () => {
  let cloud: TestCloud
  beforeEach(async () => {
    cloud = await startTestCloud()
    await cloud.settle('source', exporter)
  })
  afterEach(() => cloud.close())

  it('are listed with who exports and who imports them', async () => {
    const before = await failureOf(cloud.client.send(new ListImportsCommand({ ExportName: 'source-Topic' })))
    expect(before.message).to.equal("Export 'source-Topic' is not imported by any stack.")
    await cloud.settle('reader', importer)
    const { Exports = [] } = await cloud.client.send(new ListExportsCommand({}))
    const { Imports } = await cloud.client.send(new ListImportsCommand({ ExportName: 'source-Topic' }))
    expect([Exports.map(({ Name }) => Name), Imports]).to.deep.equal([['source-Topic'], ['reader']])
    expect(Object.values(await cloud.physicalIds('reader'))[0]).to.contain(Exports[0]?.Value)
  })

  it('keep their stack from being deleted while they are in use', async () => {
    await cloud.settle('reader', importer)
    const refused = await cloud.remove('source')
    expect([refused.StackStatus, refused.StackStatusReason]).to.deep.equal([
      'CREATE_COMPLETE',
      'Export source-Topic cannot be deleted as it is in use by reader',
    ])
    await cloud.remove('reader')
    expect((await cloud.remove('source')).StackStatus).to.equal('DELETE_COMPLETE')
  })

  it('cannot be dropped by an update while they are in use', async () => {
    await cloud.settle('reader', importer)
    const TemplateBody = JSON.stringify({ Resources: exporter.Resources })
    await cloud.client.send(new UpdateStackCommand({ StackName: 'source', TemplateBody }))
    const stack = await cloud.rest('source')
    expect(stack.StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE')
    expect((await cloud.reasons('source'))['source UPDATE_ROLLBACK_IN_PROGRESS']).to.contain('in use by reader')
    expect(cloud.outputs(stack)).to.have.property('Topic')
  })

  it('have one exporter each', async () => {
    const Outputs = { Topic: { Value: 'x', Export: { Name: 'source-Topic' } } }
    const stack = await cloud.settle('copy', { ...exporter, Outputs })
    expect(stack.StackStatus).to.equal('ROLLBACK_COMPLETE')
    const reason = (await cloud.reasons('copy'))['copy ROLLBACK_IN_PROGRESS']
    expect(reason).to.contain('Export with name source-Topic is already exported by stack source.')
  })

  it('that nobody gives fail the stack, not the resource', async () => {
    await cloud.remove('source')
    const stack = await cloud.settle('reader', importer)
    expect(stack.StackStatus).to.equal('ROLLBACK_COMPLETE')
    const reason = (await cloud.reasons('reader'))['reader ROLLBACK_IN_PROGRESS']
    expect(reason).to.equal('No export named source-Topic found. Rollback requested by user.')
  })
})
