import type { CreateScheduleInput, GetScheduleOutput } from '@aws-sdk/client-scheduler'
import type { Schedule, Schedules } from '../ports/schedules.ts'
import type { AwsFault } from './aws-errors.ts'
import { createCaller } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { once } from './once.ts'

/** EventBridge Scheduler, with CloudFormation's DeleteStack as its target. */
export function createSchedules(config: ClientConfig): Schedules {
  const aws = createCaller(config)
  const connect = once(async () => {
    const sdk = await import('@aws-sdk/client-scheduler')
    return { sdk, client: new sdk.SchedulerClient(config) }
  })
  return {
    async put(schedule) {
      const { sdk, client } = await connect()
      const input = toInput(schedule, partitionOf(config.region))
      const make = () => client.send(new sdk.CreateScheduleCommand(input))
      const made = await aws.find('scheduler:CreateSchedule', make, ({ code }) => code === 'ConflictException')
      if (made === undefined) await aws.call('scheduler:UpdateSchedule', () => client.send(new sdk.UpdateScheduleCommand(input)))
    },
    async read(GroupName, Name) {
      const { sdk, client } = await connect()
      const command = new sdk.GetScheduleCommand({ GroupName, Name })
      const found = await aws.find('scheduler:GetSchedule', () => client.send(command), isAbsent)
      return found === undefined ? undefined : toSchedule(found)
    },
    async names(group, prefix) {
      const { sdk, client } = await connect()
      const names: string[] = []
      let next: string | undefined
      do {
        const command = new sdk.ListSchedulesCommand({ GroupName: group, NamePrefix: prefix, NextToken: next })
        const page = await aws.find('scheduler:ListSchedules', () => client.send(command), isAbsent)
        names.push(...(page?.Schedules ?? []).flatMap(({ Name }) => Name ?? []))
        next = page?.NextToken
      } while (next !== undefined)
      return names
    },
    async remove(group, name) {
      const { sdk, client } = await connect()
      const command = new sdk.DeleteScheduleCommand({ GroupName: group, Name: name })
      await aws.find('scheduler:DeleteSchedule', () => client.send(command), isAbsent)
    },
  }
}

function toInput(schedule: Schedule, partition: string): CreateScheduleInput {
  const { everyMinutes } = schedule
  return {
    GroupName: schedule.group,
    Name: schedule.name,
    Description: schedule.description,
    ScheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`,
    StartDate: schedule.startAt,
    EndDate: schedule.endAt,
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    State: 'ENABLED',
    ClientToken: schedule.token,
    Target: {
      Arn: `arn:${partition}:scheduler:::aws-sdk:cloudformation:deleteStack`,
      RoleArn: schedule.roleArn,
      Input: JSON.stringify({ StackName: schedule.stack }),
      // The next turn is the next try.
      RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 600 },
    },
  }
}

function toSchedule(found: GetScheduleOutput): Schedule {
  const { StackName: stack } = JSON.parse(found.Target?.Input ?? '{}') as { StackName?: string }
  return {
    group: found.GroupName ?? '',
    name: found.Name ?? '',
    description: found.Description ?? '',
    stack: stack ?? '',
    roleArn: found.Target?.RoleArn ?? '',
    startAt: found.StartDate ?? new Date(0),
    endAt: found.EndDate ?? new Date(0),
    everyMinutes: Number(/^rate\((\d+) minutes?\)$/.exec(found.ScheduleExpression ?? '')?.[1] ?? 0),
    token: '',
  }
}

function isAbsent({ code }: AwsFault): boolean {
  return code === 'ResourceNotFoundException'
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
