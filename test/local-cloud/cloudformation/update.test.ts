import { UpdateStackCommand, type UpdateStackCommandInput } from '@aws-sdk/client-cloudformation'
import { expect } from 'chai'
import { failureOf, startTestCloud, type TestCloud } from '../support.ts'

const queue = (Properties: object) => ({ Type: 'AWS::SQS::Queue', Properties })
const first = { Resources: { Queue: queue({ QueueName: 'a' }), Topic: { Type: 'AWS::SNS::Topic' }, Kept: { Type: 'AWS::KMS::Key' } } }

describe('updating a stack', () => {
  let cloud: TestCloud
  afterEach(() => cloud.close())

  const update = async (template: object, options: Partial<UpdateStackCommandInput> = {}) => {
    await cloud.client.send(new UpdateStackCommand({ StackName: 'app', TemplateBody: JSON.stringify(template), ...options }))
    return cloud.rest('app')
  }

  it('adds, replaces and removes resources, and leaves the rest alone', async () => {
    cloud = await startTestCloud()
    await cloud.settle('app', first)
    const before = await cloud.physicalIds('app')
    const stack = await update({
      Resources: { Queue: queue({ QueueName: 'b' }), Kept: first.Resources.Kept, New: { Type: 'AWS::EC2::VPC' } },
    })
    const after = await cloud.physicalIds('app')
    expect(stack.StackStatus).to.equal('UPDATE_COMPLETE')
    expect(Object.keys(after).sort()).to.deep.equal(['Kept', 'New', 'Queue'])
    expect([after.Kept === before.Kept, after.Queue?.endsWith('/b')]).to.deep.equal([true, true])
    expect(await cloud.events('app')).to.include.members(['app UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'Topic DELETE_COMPLETE'])
    expect((await cloud.settle('other', { Resources: { Queue: queue({ QueueName: 'a' }) } })).StackStatus).to.equal('CREATE_COMPLETE')
  })

  it('brings everything back when it fails', async () => {
    cloud = await startTestCloud({ faults: [{ on: 'AWS::EC2::VPC:create', with: 'no', times: 1 }] })
    await cloud.settle('app', first)
    const before = await cloud.physicalIds('app')
    const New = { Type: 'AWS::EC2::VPC', DependsOn: 'Queue' }
    const stack = await update({ Resources: { Queue: queue({ QueueName: 'b' }), Kept: first.Resources.Kept, New } })
    expect(stack.StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE')
    expect(await cloud.physicalIds('app')).to.deep.equal(before)
    expect((await cloud.reasons('app'))['app UPDATE_ROLLBACK_IN_PROGRESS']).to.contain('[New]')
  })

  it('changes a property in place', async () => {
    cloud = await startTestCloud()
    await cloud.settle('app', first)
    const before = await cloud.physicalIds('app')
    await update({ Resources: { ...first.Resources, Queue: queue({ QueueName: 'a', DelaySeconds: 5 }) } })
    expect(await cloud.physicalIds('app')).to.deep.equal(before)
    expect(await cloud.events('app'))
      .to.include('Queue UPDATE_COMPLETE')
      .and.not.include('Topic UPDATE_COMPLETE')
  })

  it('refuses an update that changes nothing, and one of a stack that can only be deleted', async () => {
    cloud = await startTestCloud({ faults: [{ on: 'AWS::EC2::VPC:create', with: 'no', times: 1 }] })
    await cloud.settle('app', first)
    expect((await failureOf(update(first))).message).to.equal('No updates are to be performed.')
    const failed = await cloud.settle('bad', { Resources: { Vpc: { Type: 'AWS::EC2::VPC' } } })
    const error = await failureOf(update(first, { StackName: 'bad' }))
    expect(error.message).to.equal(`Stack:${failed.StackId} is in ROLLBACK_COMPLETE state and can not be updated.`)
  })

  it('takes the template and the secrets of before where asked to', async () => {
    cloud = await startTestCloud()
    const Parameters = { Secret: { Type: 'String', NoEcho: true }, Size: { Type: 'Number', Default: 1 } }
    const Resources = { Queue: queue({ QueueName: 'a', DelaySeconds: { Ref: 'Size' }, KmsMasterKeyId: { Ref: 'Secret' } }) }
    await cloud.settle('app', { Parameters, Resources }, { Parameters: [{ ParameterKey: 'Secret', ParameterValue: 'x' }] })
    const given = [
      { ParameterKey: 'Secret', UsePreviousValue: true },
      { ParameterKey: 'Size', ParameterValue: '7' },
    ]
    const stack = new UpdateStackCommand({ StackName: 'app', UsePreviousTemplate: true, Parameters: given })
    await cloud.client.send(stack)
    expect((await cloud.rest('app')).Parameters?.map(({ ParameterValue }) => ParameterValue)).to.deep.equal(['****', '7'])
  })
})
