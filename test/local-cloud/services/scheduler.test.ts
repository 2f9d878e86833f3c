import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler'
import { expect } from 'chai'
import { fireDueSchedules } from '../../../src/local-cloud/services/scheduler/run.ts'
import type { LocalServices } from '../../support/local-services.ts'
import { serveLocalServices } from '../../support/local-services.ts'
import { refusalOf } from '../../support/refusal.ts'

const target = {
  Arn: 'arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack',
  RoleArn: 'arn:aws:iam::123456789012:role/reaper',
  Input: JSON.stringify({ StackName: 'replica-1' }),
}
const FlexibleTimeWindow = { Mode: 'OFF' } as const

describe('EventBridge Scheduler of the local cloud', () => {
  let local: LocalServices
  let scheduler: SchedulerClient
  let nowMs: number

  beforeEach(async () => {
    nowMs = Date.UTC(2026, 0, 1, 12)
    local = await serveLocalServices({ clock: { now: () => new Date(nowMs), sleep: async () => {} } })
    scheduler = new SchedulerClient(local.config)
  })

  afterEach(async () => {
    scheduler.destroy()
    await local.close()
  })

  const create = (Name: string, ScheduleExpression: string, more: object = {}) =>
    scheduler.send(new CreateScheduleCommand({ Name, ScheduleExpression, FlexibleTimeWindow, Target: target, ...more }))
  const names = async () => (await scheduler.send(new ListSchedulesCommand({}))).Schedules?.map(({ Name }) => Name)

  /** What CloudFormation would have been told, at the endpoint that stands in for the whole local cloud. */
  async function fireAt(atMs: number, status = 200): Promise<string[]> {
    nowMs = atMs
    const calls: string[] = []
    const receiver = createServer(async (message, response) => {
      let body = ''
      for await (const chunk of message) body += chunk
      calls.push(`${message.headers.authorization?.split('/')[3]} ${body}`)
      response.writeHead(status).end()
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
    await fireDueSchedules({ ...local.world, endpoint })
    receiver.closeAllConnections()
    receiver.close()
    return calls
  }

  it('creates, tells, changes, lists and deletes schedules', async () => {
    const { ScheduleArn } = await create('expiry', 'at(2026-01-01T14:00:00)')
    expect(ScheduleArn).to.equal('arn:aws:scheduler:us-east-1:123456789012:schedule/default/expiry')
    expect((await refusalOf(create('expiry', 'at(2026-01-01T14:00:00)'))).name).to.equal('ConflictException')
    expect((await refusalOf(create('bad', 'tomorrow'))).name).to.equal('ValidationException')
    const changed = { Name: 'expiry', ScheduleExpression: 'at(2026-01-01T15:00:00)', FlexibleTimeWindow, Target: target }
    await scheduler.send(new UpdateScheduleCommand(changed))
    const found = await scheduler.send(new GetScheduleCommand({ Name: 'expiry' }))
    expect(found).to.deep.include({ ScheduleExpression: 'at(2026-01-01T15:00:00)', State: 'ENABLED', Target: target })
    await scheduler.send(new DeleteScheduleCommand({ Name: 'expiry' }))
    expect((await refusalOf(scheduler.send(new GetScheduleCommand({ Name: 'expiry' })))).name).to.equal('ResourceNotFoundException')
  })

  it('deletes a stack at its time, once, and then itself where that was asked for', async () => {
    await create('expiry', 'at(2026-01-01T14:00:00)', { ActionAfterCompletion: 'DELETE' })
    expect(await fireAt(Date.UTC(2026, 0, 1, 13, 59))).to.deep.equal([])
    expect(await fireAt(Date.UTC(2026, 0, 1, 14))).to.deep.equal([
      'cloudformation Action=DeleteStack&Version=2010-05-15&StackName=replica-1',
    ])
    expect(await names()).to.deep.equal([])
    expect(await fireAt(Date.UTC(2026, 0, 1, 15))).to.deep.equal([])
  })

  it('fires at a rate until its end', async () => {
    await create('reaper', 'rate(30 minutes)', { EndDate: new Date(Date.UTC(2026, 0, 1, 13)), ActionAfterCompletion: 'DELETE' })
    const fired = []
    for (const minutes of [0, 10, 30, 45, 60, 90]) fired.push((await fireAt(Date.UTC(2026, 0, 1, 12, minutes))).length)
    expect(fired).to.deep.equal([1, 0, 1, 0, 1, 0])
    expect(await names()).to.deep.equal([])
  })

  it('tries again where the target was not reached', async () => {
    await create('expiry', 'at(2026-01-01T14:00:00)', { ActionAfterCompletion: 'DELETE' })
    expect(await fireAt(Date.UTC(2026, 0, 1, 14), 503)).to.have.length(1)
    expect(await names()).to.deep.equal(['expiry'])
    expect(await fireAt(Date.UTC(2026, 0, 1, 14, 1))).to.have.length(1)
    expect(await names()).to.deep.equal([])
  })

  it('knows a creation again by its token', async () => {
    const { ScheduleArn } = await create('expiry', 'rate(1 hour)', { ClientToken: 'one' })
    expect((await create('expiry', 'rate(1 hour)', { ClientToken: 'one' })).ScheduleArn).to.equal(ScheduleArn)
    expect((await refusalOf(create('expiry', 'rate(1 hour)', { ClientToken: 'two' }))).name).to.equal('ConflictException')
  })

  it('keeps the time of the zone that a schedule names', async () => {
    await create('expiry', 'at(2026-01-01T15:00:00)', { ScheduleExpressionTimezone: 'Europe/Berlin' })
    expect(await fireAt(Date.UTC(2026, 0, 1, 13, 59))).to.deep.equal([])
    expect(await fireAt(Date.UTC(2026, 0, 1, 14))).to.have.length(1)
  })

  it('fires by the calendar, in the zone that it names, from its start to its end', async () => {
    await create('nightly', 'cron(30 2 ? * MON-FRI *)', { ScheduleExpressionTimezone: 'Europe/Berlin' })
    const until = { StartDate: new Date(Date.UTC(2026, 0, 2)), EndDate: new Date(Date.UTC(2026, 0, 2, 1)) }
    await create('quarterly', 'cron(0/15 * * * ? *)', { ...until, ActionAfterCompletion: 'DELETE' })
    const fired = []
    for (const [day, hour, minute] of [
      [1, 23, 0],
      [2, 0, 0],
      [2, 0, 10],
      [2, 0, 15],
      [2, 1, 0],
      [2, 1, 29],
      [2, 1, 30],
      [5, 1, 29],
      [5, 1, 30],
    ] as const)
      fired.push((await fireAt(Date.UTC(2026, 0, day, hour, minute))).length)
    expect(fired).to.deep.equal([0, 1, 0, 1, 1, 0, 1, 0, 1])
    expect(await names()).to.deep.equal(['nightly'])
  })

  for (const [expression, next] of Object.entries({
    'cron(0 12 L * ? *)': '2026-01-31T12:00',
    'cron(0 12 LW * ? *)': '2026-01-30T12:00',
    'cron(0 12 4W * ? *)': '2026-01-05T12:00',
    'cron(15,45 10/6 ? * 6#3 *)': '2026-01-16T10:15',
    'cron(0 0 ? 2 SUNL 2027-2028)': '2027-02-28T00:00',
    'cron(0 0 29 FEB ? *)': '2028-02-29T00:00',
  })) {
    it(`takes ${expression} for ${next}`, async () => {
      await create('one', expression)
      const dueMs = Date.parse(`${next}Z`)
      expect(await fireAt(dueMs - 60_000)).to.deep.equal([])
      expect(await fireAt(dueMs)).to.have.length(1)
    })
  }

  it('refuses what EventBridge Scheduler would refuse', async () => {
    const bad = [
      'cron(0 12 * * * *)',
      'cron(0 12 ? * ? *)',
      'cron(60 12 * * ? *)',
      'cron(0 12 * * ?)',
      'cron(0 12 * * 8 *)',
      'rate(0 minutes)',
    ]
    for (const expression of [...bad, 'rate(1 fortnight)', 'at(2026-13-01T00:00:00)'])
      expect((await refusalOf(create('bad', expression))).name, expression).to.equal('ValidationException')
    expect((await refusalOf(create('bad', 'rate(1 hour)', { ScheduleExpressionTimezone: 'Mars/Base' }))).name).to.equal(
      'ValidationException',
    )
  })

  it('makes schedules in groups that exist, and deletes them with their group', async () => {
    expect((await refusalOf(create('a', 'rate(1 hour)', { GroupName: 'replicas' }))).name).to.equal('ResourceNotFoundException')
    await scheduler.send(new CreateScheduleGroupCommand({ Name: 'replicas' }))
    await create('a', 'rate(1 hour)', { GroupName: 'replicas' })
    await scheduler.send(new DeleteScheduleGroupCommand({ Name: 'replicas' }))
    expect(await names()).to.deep.equal([])
  })

  it('leaves a disabled schedule alone', async () => {
    await create('off', 'at(2026-01-01T11:00:00)', { State: 'DISABLED', ActionAfterCompletion: 'DELETE' })
    expect(await fireAt(Date.UTC(2026, 0, 2))).to.deep.equal([])
    expect(await names()).to.deep.equal(['off'])
  })
})
