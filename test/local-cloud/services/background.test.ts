import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import type { LocalCloud } from '../../../src/local-cloud/start.ts'
import { startLocalCloud } from '../../../src/local-cloud/start.ts'
import { queryServer } from '../../support/postgres-client.ts'

describe('what works behind the services of the local cloud', () => {
  let folder: string
  let cloud: LocalCloud

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'local-background-'))
    cloud = await startLocalCloud({ folder, timeScale: 0 })
  })

  afterEach(async () => {
    await cloud.close()
    await rm(folder, { recursive: true, force: true })
  })

  const config = () => ({ endpoint: cloud.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })

  /** Creates a stack and waits until it has left the status that it starts with. */
  async function createStack(StackName: string, Resources: object, Outputs: object = {}): Promise<Record<string, string>> {
    await client().send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources, Outputs }) }))
    for (;;) {
      const [stack] = (await client().send(new DescribeStacksCommand({ StackName }))).Stacks ?? []
      const outputs = (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])
      if (stack?.StackStatus === 'CREATE_COMPLETE') return Object.fromEntries(outputs)
      if (stack?.StackStatus !== 'CREATE_IN_PROGRESS') throw new Error(`${stack?.StackStatus} ${stack?.StackStatusReason}`)
      await createClock().sleep(20)
    }
  }
  const client = () => new CloudFormationClient(config())
  const stackNames = async () => (await client().send(new DescribeStacksCommand({}))).Stacks?.map(({ StackName }) => StackName)

  it('deletes a stack when the schedule for it falls due', async () => {
    await createStack('replica', { Topic: { Type: 'AWS::SNS::Topic' } })
    const Target = {
      Arn: 'arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack',
      RoleArn: 'arn:aws:iam::111122223333:role/reaper',
      Input: JSON.stringify({ StackName: 'replica' }),
    }
    const schedule = { Name: 'expiry', ScheduleExpression: 'at(2026-01-01T00:00:00)', FlexibleTimeWindow: { Mode: 'OFF' as const } }
    await new SchedulerClient(config()).send(new CreateScheduleCommand({ ...schedule, Target, ActionAfterCompletion: 'DELETE' }))
    while ((await stackNames())?.length !== 0) await createClock().sleep(50)
    expect(cloud.world.state.table('schedules').values()).to.deep.equal([])
  })

  it('has the databases of a stack again when the local cloud starts on its folder once more', async () => {
    const Properties = { Engine: 'postgres', DBName: 'app', MasterUsername: 'owner', MasterUserPassword: 'password-1' }
    const outputs = await createStack(
      'production',
      { Db: { Type: 'AWS::RDS::DBInstance', DeletionPolicy: 'Delete', Properties } },
      { Port: { Value: { 'Fn::GetAtt': ['Db', 'Endpoint.Port'] } } },
    )
    const server = { id: 'db', host: '127.0.0.1', port: Number(outputs.Port), user: 'owner', database: 'app' }
    await queryServer(server, 'password-1', 'CREATE TABLE t AS SELECT 1 AS a')
    await cloud.close()
    cloud = await startLocalCloud({ folder, timeScale: 0 })
    expect(await queryServer(server, 'password-1', 'SELECT a FROM t')).to.deep.equal([{ a: 1 }])
  })
})
