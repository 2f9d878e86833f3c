import {
  CancelUpdateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  RollbackStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds'
import { expect } from 'chai'
import { failureOf, startTestCloud, type TestCloud } from '../support.ts'

const DeploymentConfig = { Mode: 'EXPRESS' } as const
const queue = { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }

describe('express mode', () => {
  let cloud: TestCloud
  afterEach(() => cloud.close())

  it('completes before the resource has settled, and says so; deletions too', async () => {
    cloud = await startTestCloud({ timeScale: 0.01 })
    const { StackId = '' } = await cloud.settle('fast', queue, { DeploymentConfig })
    await cloud.client.send(new DeleteStackCommand({ StackName: StackId, DeploymentConfig }))
    expect((await cloud.rest(StackId)).StackStatus).to.equal('DELETE_COMPLETE')
    expect((await cloud.reasons(StackId))['Queue CREATE_COMPLETE']).to.match(/completed using Express Mode/)
    expect((await cloud.reasons((await cloud.settle('plain', queue)).StackId ?? ''))['Queue CREATE_COMPLETE']).to.equal(undefined)
  })

  it('calls a database complete that is still being made', async () => {
    cloud = await startTestCloud({ timeScale: 0.003 })
    const Properties = { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', MasterUsername: 'm', MasterUserPassword: 'password1' }
    const Resources = { Db: { Type: 'AWS::RDS::DBInstance', DeletionPolicy: 'Delete', Properties } }
    await cloud.settle('database', { Resources }, { DeploymentConfig })
    const rds = new RDSClient({ region: 'us-east-1', endpoint: cloud.endpoint, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
    const status = async () => (await rds.send(new DescribeDBInstancesCommand({}))).DBInstances?.[0]?.DBInstanceStatus
    expect(await status()).to.equal('creating')
    while ((await status()) === 'creating') await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await status()).to.equal('available')
    rds.destroy()
  })

  it('does not roll back unless it is asked to, and cannot be rolled back later', async () => {
    cloud = await startTestCloud({ faults: [{ on: 'Queue:create', with: 'no' }] })
    expect((await cloud.settle('left', queue, { DeploymentConfig })).StackStatus).to.equal('CREATE_FAILED')
    expect((await failureOf(cloud.client.send(new RollbackStackCommand({ StackName: 'left' })))).message).to.contain('CREATE_FAILED')
    const asked = { DeploymentConfig: { ...DeploymentConfig, DisableRollback: false } }
    expect((await cloud.settle('back', queue, asked)).StackStatus).to.equal('ROLLBACK_COMPLETE')
  })
})

describe('operations on stacks', () => {
  let cloud: TestCloud
  afterEach(() => cloud.close())

  it('know a deletion again by its token, and refuse the token for anything else', async () => {
    cloud = await startTestCloud({ faults: [{ on: 'Queue:delete', with: 'in use', times: 1 }] })
    const { StackId = '' } = await cloud.settle('twice', queue, { ClientRequestToken: 'create-1' })
    const remove = (ClientRequestToken: string) => cloud.client.send(new DeleteStackCommand({ StackName: StackId, ClientRequestToken }))
    await remove('delete-1')
    expect((await cloud.rest(StackId)).StackStatus).to.equal('DELETE_FAILED')
    await remove('delete-1')
    expect((await cloud.rest(StackId)).StackStatus).to.equal('DELETE_FAILED')
    expect((await failureOf(remove('create-1'))).name).to.equal('TokenAlreadyExistsException')
    await remove('delete-2')
    const stack = await cloud.rest(StackId)
    expect(stack.StackStatus).to.equal('DELETE_COMPLETE')
    expect(stack.LastOperations?.[0]?.OperationType).to.equal('DELETE_STACK')
  })

  it('change the tags alone, of resources too', async () => {
    cloud = await startTestCloud()
    const StackName = await cloud.create('tags', queue, { Tags: [{ Key: 'expires', Value: '1' }] })
    await cloud.rest(StackName)
    const Tags = [{ Key: 'expires', Value: '2' }]
    await cloud.client.send(new UpdateStackCommand({ StackName, UsePreviousTemplate: true, Tags }))
    expect((await cloud.rest(StackName)).Tags).to.deep.equal(Tags)
    const body = JSON.stringify({ TagFilters: [{ Key: 'expires', Values: ['2'] }] })
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'ResourceGroupsTaggingAPI_20170126.GetResources',
      authorization: 'AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/tagging/aws4_request, Signature=0',
    }
    const answer = await fetch(cloud.endpoint, { method: 'POST', headers, body })
    const { ResourceTagMappingList } = (await answer.json()) as { ResourceTagMappingList: { ResourceARN: string }[] }
    expect(ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN.split(':')[2])).to.deep.equal(['cloudformation', 'sqs'])
  })

  it('undo an update that is cancelled', async () => {
    cloud = await startTestCloud({ timeScale: 0.01 })
    const StackName = await cloud.create('cancel', { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } })
    await cloud.rest(StackName)
    const TemplateBody = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' }, ...queue.Resources } })
    await cloud.client.send(new UpdateStackCommand({ StackName, TemplateBody }))
    await cloud.client.send(new CancelUpdateStackCommand({ StackName }))
    expect((await cloud.rest(StackName)).StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE')
    expect(Object.keys(await cloud.physicalIds(StackName))).to.deep.equal(['Topic'])
    expect((await cloud.client.send(new DescribeStacksCommand({ StackName }))).Stacks).to.have.length(1)
  })
})
