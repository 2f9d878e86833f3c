import { groupsOf, removeGroup, scheduleArn, schedulesOf } from '../services/scheduler/schedule-store.ts'
import type { ResourceHandler, ResourceOutcome, World } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { generateName, textOf } from './properties.ts'

/** AWS::Scheduler::ScheduleGroup: its schedules go with it. Ref gives its name. */
export const scheduleGroup: ResourceHandler = {
  async create(request, world) {
    const name = textOf(request.properties, 'Name') ?? generateName(request, world, 64)
    if (groupsOf(world).get(name) !== undefined) throw new ResourceFailure(`Schedule group ${name} already exists.`)
    await groupsOf(world).put(name, { name, tags: { ...request.tags }, createdAt: world.clock.now().toISOString() })
    const arn = `arn:${world.partition}:scheduler:${world.region}:${world.account}:schedule-group/${name}`
    return { physicalId: name, attributes: { Arn: arn, State: 'ACTIVE' } }
  },
  async delete(physicalId, _request, world) {
    await removeGroup(world, physicalId)
  },
}

/** AWS::Scheduler::Schedule: it fires while the local cloud runs. Ref gives its name. */
export const schedulerSchedule: ResourceHandler = {
  async create(request, world) {
    const name = textOf(request.properties, 'Name') ?? generateName(request, world, 64)
    const group = textOf(request.properties, 'GroupName') ?? 'default'
    if (schedulesOf(world).get(`${group}/${name}`) !== undefined) throw new ResourceFailure(`Schedule ${name} already exists.`)
    const now = world.clock.now().toISOString()
    await schedulesOf(world).put(`${group}/${name}`, { group, name, fields: { ...request.properties }, createdAt: now, modifiedAt: now })
    return outcome(world, group, name)
  },

  async update(physicalId, request, world) {
    const group = textOf(request.properties, 'GroupName') ?? 'default'
    const now = world.clock.now().toISOString()
    const createdAt = schedulesOf(world).get(`${group}/${physicalId}`)?.createdAt ?? now
    await schedulesOf(world).put(`${group}/${physicalId}`, {
      group,
      name: physicalId,
      fields: { ...request.properties },
      createdAt,
      modifiedAt: now,
    })
    return outcome(world, group, physicalId)
  },

  async delete(physicalId, request, world) {
    await schedulesOf(world).remove(`${textOf(request.properties, 'GroupName') ?? 'default'}/${physicalId}`)
  },
}

function outcome(world: World, group: string, name: string): ResourceOutcome {
  return { physicalId: name, attributes: { Arn: scheduleArn(world, { group, name }) } }
}
