import { parseJsonBody } from '../../protocol/json.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { ServiceRequest, World } from '../../types.ts'
import { tagsOf } from '../json-service.ts'
import { pageOf } from '../pages.ts'
import { type GroupRecord, groupsOf, removeGroup } from './schedule-store.ts'

/** The operations on groups of schedules. Throws ServiceError. */
export function routeGroup(name: string | undefined, request: ServiceRequest, world: World): Promise<object> | object {
  if (name === undefined) return list(request, world)
  if (request.method === 'POST') return create(name, request, world)
  if (request.method === 'GET') return format(demand(name, world), world)
  if (request.method === 'DELETE') return remove(name, world)
  throw new ServiceError('UnknownOperationException', `The local cloud has no ${request.method} here.`, 404)
}

async function create(name: string, request: ServiceRequest, world: World): Promise<object> {
  const { Tags } = parseJsonBody(request)
  if (name === 'default' || groupsOf(world).get(name) !== undefined) {
    throw new ServiceError('ConflictException', `Schedule group ${name} already exists.`, 409)
  }
  const record = { name, tags: tagsOf(Tags), createdAt: world.clock.now().toISOString() }
  await groupsOf(world).put(name, record)
  return { ScheduleGroupArn: arnOf(name, world) }
}

async function remove(name: string, world: World): Promise<object> {
  if (name === 'default') throw new ServiceError('ValidationException', 'The schedule group default cannot be deleted.')
  await removeGroup(world, demand(name, world).name)
  return {}
}

function list({ query }: ServiceRequest, world: World): object {
  const all = [byDefault, ...groupsOf(world).values()].filter(({ name }) => name.startsWith(query.get('NamePrefix') ?? ''))
  const { page, next } = pageOf(all, query.get('NextToken') ?? undefined, Number(query.get('MaxResults') ?? 100))
  return { ScheduleGroups: page.map((record) => format(record, world)), NextToken: next }
}

const byDefault: GroupRecord = { name: 'default', tags: {}, createdAt: '2022-11-10T00:00:00.000Z' }

function demand(name: string, world: World): GroupRecord {
  const record = name === 'default' ? byDefault : groupsOf(world).get(name)
  if (record === undefined) throw new ServiceError('ResourceNotFoundException', `Schedule group ${name} does not exist.`, 404)
  return record
}

function format({ name, createdAt }: GroupRecord, world: World): object {
  const created = Date.parse(createdAt) / 1000
  return { Arn: arnOf(name, world), Name: name, State: 'ACTIVE', CreationDate: created, LastModificationDate: created }
}

function arnOf(name: string, { partition, region, account }: World): string {
  return `arn:${partition}:scheduler:${region}:${account}:schedule-group/${name}`
}
