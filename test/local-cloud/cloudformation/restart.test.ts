import { UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import { expect } from 'chai'
import { startTestCloud, type TestCloud } from '../support.ts'

const template = {
  Resources: { Slow: { Type: 'AWS::RDS::DBProxy' }, After: { Type: 'AWS::SNS::Topic', DependsOn: 'Slow' } },
  Outputs: { After: { Value: { Ref: 'After' }, Export: { Name: 'after' } } },
}

describe('a local cloud that was stopped', () => {
  let cloud: TestCloud
  afterEach(() => cloud.close())

  it('still has its stacks, events and exports', async () => {
    cloud = await startTestCloud()
    const before = await cloud.settle('app', template)
    const events = await cloud.events('app')
    await cloud.restart()
    expect(await cloud.rest('app')).to.deep.include({ StackId: before.StackId, StackStatus: 'CREATE_COMPLETE', Outputs: before.Outputs })
    expect(await cloud.events('app')).to.deep.equal(events)
  })

  it('carries on with a creation, and makes nothing twice', async () => {
    cloud = await startTestCloud({ timeScale: 1 })
    await cloud.create('app', template)
    while (!(await cloud.physicalIds('app')).Slow) await new Promise(setImmediate)
    const { Slow } = await cloud.physicalIds('app')
    await cloud.restart()
    expect((await cloud.rest('app')).StackStatus).to.equal('CREATE_COMPLETE')
    expect((await cloud.physicalIds('app')).Slow).to.equal(Slow)
    expect((await cloud.events('app')).filter((event) => event === 'Slow CREATE_COMPLETE')).to.have.length(1)
  })

  it('carries on with an update', async () => {
    cloud = await startTestCloud()
    await cloud.settle('app', template)
    await cloud.restart({ timeScale: 1 })
    const TemplateBody = JSON.stringify({ Resources: { ...template.Resources, New: { Type: 'AWS::KMS::Key' } } })
    await cloud.client.send(new UpdateStackCommand({ StackName: 'app', TemplateBody }))
    await cloud.restart()
    expect((await cloud.rest('app')).StackStatus).to.equal('UPDATE_COMPLETE')
    expect(await cloud.physicalIds('app')).to.have.property('New')
  })
})
