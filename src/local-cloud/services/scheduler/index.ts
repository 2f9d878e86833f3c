import type { JsonMap } from '../../protocol/json.ts'
import { formatJsonAnswer, formatJsonError, parseJsonBody } from '../../protocol/json.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import { makeUuid } from '../../protocol/uuid.ts'
import type { Service, ServiceRequest, World } from '../../types.ts'
import { pageOf } from '../pages.ts'
import { routeGroup } from './groups.ts'
import { isZone, parseExpression } from './schedule-expression.ts'
import type { ScheduleRecord } from './schedule-store.ts'
import { groupsOf, scheduleArn, schedulesOf } from './schedule-store.ts'

/** EventBridge Scheduler. */
export const scheduler: Service = {
  signingName: 'scheduler',
  async handle(request, world) {
    const requestId = makeUuid(world.entropy)
    try {
      return formatJsonAnswer(await route(request, world), requestId)
    } catch (error) {
      if (error instanceof ServiceError) return formatJsonError(error, requestId)
      throw error
    }
  },
}

type Operation = (name: string, request: ServiceRequest, world: World) => Promise<object> | object

const operations: Readonly<Record<string, Operation>> = { POST: create, PUT: update, GET: get, DELETE: remove }

function route(request: ServiceRequest, world: World): Promise<object> | object {
  const group = /^\/schedule-groups(?:\/([^/]+))?\/?$/.exec(request.path)
  if (group !== null) return routeGroup(group[1] === undefined ? undefined : decodeURIComponent(group[1]), request, world)
  const name = /^\/schedules(?:\/([^/]+))?\/?$/.exec(request.path)
  if (name === null) throw new ServiceError('UnknownOperationException', `The local cloud has no ${request.method} ${request.path}.`, 404)
  if (name[1] === undefined) return list(request, world)
  const operation = operations[request.method]
  if (operation === undefined) throw new ServiceError('UnknownOperationException', `The local cloud has no ${request.method} here.`, 404)
  return operation(decodeURIComponent(name[1]), request, world)
}

async function create(name: string, request: ServiceRequest, world: World): Promise<object> {
  const fields = fieldsOf(request)
  const token = tokenOf(request)
  const group = demandGroup(world, groupOf(fields.GroupName))
  const known = schedulesOf(world).get(`${group}/${name}`)
  if (known !== undefined && token !== undefined && known.token === token) return { ScheduleArn: scheduleArn(world, known) }
  if (known !== undefined) throw new ServiceError('ConflictException', `Schedule ${name} already exists.`, 409)
  const now = world.clock.now().toISOString()
  const record: ScheduleRecord = { group, name, fields, createdAt: now, modifiedAt: now, ...(token !== undefined && { token }) }
  const key = `${group}/${name}`
  await schedulesOf(world).put(key, record)
  return { ScheduleArn: scheduleArn(world, record) }
}

async function update(name: string, request: ServiceRequest, world: World): Promise<object> {
  const fields = fieldsOf(request)
  const record = demandSchedule(world, groupOf(fields.GroupName), name)
  const { firedAt: _, ...kept } = record
  await schedulesOf(world).put(`${record.group}/${name}`, { ...kept, fields, modifiedAt: world.clock.now().toISOString() })
  return { ScheduleArn: scheduleArn(world, record) }
}

function get(name: string, request: ServiceRequest, world: World): object {
  return formatSchedule(world, demandSchedule(world, groupOf(request.query.get('groupName')), name))
}

async function remove(name: string, request: ServiceRequest, world: World): Promise<object> {
  const record = demandSchedule(world, groupOf(request.query.get('groupName')), name)
  await schedulesOf(world).remove(`${record.group}/${name}`)
  return {}
}

function list({ query }: ServiceRequest, world: World): object {
  const group = query.get('ScheduleGroup')
  const prefix = query.get('NamePrefix') ?? ''
  const chosen = schedulesOf(world)
    .values()
    .filter((record) => (group === null || record.group === group) && record.name.startsWith(prefix))
    .sort((a, b) => a.name.localeCompare(b.name))
  const { page, next } = pageOf(chosen, query.get('NextToken') ?? undefined, Number(query.get('MaxResults') ?? 100))
  return { Schedules: page.map((record) => formatSchedule(world, record)), NextToken: next }
}

/** Throws ServiceError `ValidationException` for what EventBridge Scheduler would not take. */
function fieldsOf(request: ServiceRequest): JsonMap {
  const { ClientToken: _, ...fields } = parseJsonBody(request)
  if (parseExpression(String(fields.ScheduleExpression ?? '')) === undefined) {
    throw new ServiceError('ValidationException', `Invalid Schedule Expression ${String(fields.ScheduleExpression ?? '')}.`)
  }
  if (fields.ScheduleExpressionTimezone !== undefined && !isZone(String(fields.ScheduleExpressionTimezone))) {
    throw new ServiceError('ValidationException', `Invalid Schedule Expression Timezone ${String(fields.ScheduleExpressionTimezone)}.`)
  }
  if (fields.Target === undefined) throw new ServiceError('ValidationException', 'Target is required.')
  return fields
}

function tokenOf(request: ServiceRequest): string | undefined {
  const { ClientToken } = parseJsonBody(request)
  return typeof ClientToken === 'string' ? ClientToken : undefined
}

function demandGroup(world: World, group: string): string {
  if (group === 'default' || groupsOf(world).get(group) !== undefined) return group
  throw new ServiceError('ResourceNotFoundException', `Schedule group ${group} does not exist.`, 404)
}

function demandSchedule(world: World, group: string, name: string): ScheduleRecord {
  const record = schedulesOf(world).get(`${group}/${name}`)
  if (record === undefined) throw new ServiceError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404)
  return record
}

function groupOf(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : 'default'
}

function formatSchedule(world: World, record: ScheduleRecord): object {
  return {
    State: 'ENABLED',
    ...record.fields,
    Arn: scheduleArn(world, record),
    GroupName: record.group,
    Name: record.name,
    CreationDate: Date.parse(record.createdAt) / 1000,
    LastModificationDate: Date.parse(record.modifiedAt) / 1000,
  }
}
