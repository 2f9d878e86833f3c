import {
  CancelCommandCommand,
  DeleteParameterCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  GetParameterCommand,
  GetParametersCommand,
  ListCommandInvocationsCommand,
  PutParameterCommand,
  SendCommandCommand,
  SSMClient,
} from '@aws-sdk/client-ssm'
import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { handlers } from '../../../src/local-cloud/resources/index.ts'
import { hostsOf } from '../../../src/local-cloud/services/ssm/hosts.ts'
import type { LocalServices } from '../../support/local-services.ts'
import { serveLocalServices } from '../../support/local-services.ts'
import { refusalOf } from '../../support/refusal.ts'

describe('SSM of the local cloud', () => {
  let local: LocalServices
  let ssm: SSMClient
  let host: string

  beforeEach(async () => {
    local = await serveLocalServices()
    ssm = new SSMClient(local.config)
    const request = {
      type: 'AWS::EC2::Instance',
      logicalId: 'Host',
      stackName: 's',
      stackId: 'arn',
      properties: {},
      tags: { role: 'pipelines' },
    }
    host = (await handlers['AWS::EC2::Instance']?.create(request, local.world))?.physicalId ?? ''
  })

  afterEach(async () => {
    ssm.destroy()
    await local.close()
  })

  it('hears of a host only once its agent has reported, and commands none before', async () => {
    const hosts = async (more: object = {}) =>
      (await ssm.send(new DescribeInstanceInformationCommand(more))).InstanceInformationList?.map(({ InstanceId }) => InstanceId)
    const made = hostsOf(local.world).get(host)
    if (made !== undefined) await hostsOf(local.world).put('i-late', { ...made, id: 'i-late', createdAt: '2999-01-01T00:00:00Z' })
    expect(await hosts()).to.deep.equal([host])
    expect(await hosts({ Filters: [{ Key: 'tag:role', Values: ['pipelines'] }] })).to.deep.equal([host])
    expect(await hosts({ Filters: [{ Key: 'InstanceIds', Values: ['i-late'] }] })).to.deep.equal([])
    const early = new SendCommandCommand({
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: ['i-late'],
      Parameters: { commands: ['true'] },
    })
    expect((await refusalOf(ssm.send(early))).name).to.equal('InvalidInstanceId')
  })

  const send = async (commands: string[], more: Record<string, string[]> = {}) => {
    const Parameters = { commands, ...more }
    const { Command } = await ssm.send(new SendCommandCommand({ DocumentName: 'AWS-RunShellScript', InstanceIds: [host], Parameters }))
    return Command?.CommandId ?? ''
  }
  const finish = async (CommandId: string) => {
    for (;;) {
      const invocation = await ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId: host }))
      if (invocation.Status !== 'InProgress') return invocation
      await createClock().sleep(20)
    }
  }

  it('runs a script on the host, with a bare environment, and gives its output and exit code', async () => {
    process.env.LOCAL_CLOUD_TEST_SECRET = 'leaked'
    const id = await send(['echo here > file', 'cat file', 'env', 'echo bad >&2', 'exit 3'])
    const result = await finish(id)
    delete process.env.LOCAL_CLOUD_TEST_SECRET
    expect(result).to.include({ Status: 'Failed', ResponseCode: 3, StandardErrorContent: 'bad\n' })
    expect(result.StandardOutputContent)
      .to.match(/^here\n/)
      .and.not.include('leaked')
    const again = await finish(await send(['cat file']))
    expect(again).to.include({ Status: 'Success', ResponseCode: 0, StandardOutputContent: 'here\n' })
    const { CommandInvocations } = await ssm.send(new ListCommandInvocationsCommand({ CommandId: id }))
    expect(CommandInvocations?.map(({ Status }) => Status)).to.deep.equal(['Failed'])
  })

  it('ends a command that is cancelled, or takes too long, with its children', async () => {
    const cancelled = await send(['sleep 600 & sleep 600'])
    await ssm.send(new CancelCommandCommand({ CommandId: cancelled }))
    expect((await finish(cancelled)).Status).to.equal('Cancelled')
    expect((await finish(await send(['sleep 600'], { executionTimeout: ['1'] }))).Status).to.equal('TimedOut')
  })

  it('knows its hosts, and refuses others', async () => {
    const { InstanceInformationList } = await ssm.send(new DescribeInstanceInformationCommand({}))
    expect(InstanceInformationList?.map(({ InstanceId, PingStatus }) => [InstanceId, PingStatus])).to.deep.equal([[host, 'Online']])
    const Parameters = { commands: ['true'] }
    const other = new SendCommandCommand({ DocumentName: 'AWS-RunShellScript', InstanceIds: ['i-0123456789abcdef0'], Parameters })
    expect((await refusalOf(ssm.send(other))).name).to.equal('InvalidInstanceId')
    const Targets = [{ Key: 'tag:role', Values: ['pipelines'] }]
    const { Command } = await ssm.send(new SendCommandCommand({ DocumentName: 'AWS-RunShellScript', Targets, Parameters }))
    expect((await finish(Command?.CommandId ?? '')).Status).to.equal('Success')
  })

  it('keeps parameters', async () => {
    await ssm.send(new PutParameterCommand({ Name: '/app/url', Value: 'v', Type: 'String' }))
    expect((await refusalOf(ssm.send(new PutParameterCommand({ Name: '/app/url', Value: 'w' })))).name).to.equal('ParameterAlreadyExists')
    expect((await ssm.send(new GetParameterCommand({ Name: '/app/url' }))).Parameter?.Value).to.equal('v')
    const many = await ssm.send(new GetParametersCommand({ Names: ['/app/url', '/none'] }))
    expect([many.Parameters?.length, many.InvalidParameters]).to.deep.equal([1, ['/none']])
    await ssm.send(new DeleteParameterCommand({ Name: '/app/url' }))
    expect((await refusalOf(ssm.send(new GetParameterCommand({ Name: '/app/url' })))).name).to.equal('ParameterNotFound')
  })
})
