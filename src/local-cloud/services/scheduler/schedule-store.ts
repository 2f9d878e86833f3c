import type { JsonMap } from '../../protocol/json.ts'
import type { Table, World } from '../../types.ts'

/** Table `schedules`, by `<group>/<name>`. */
export interface ScheduleRecord {
  group: string
  name: string
  /** As the API takes it: ScheduleExpression, Target, FlexibleTimeWindow, … */
  fields: JsonMap
  createdAt: string
  modifiedAt: string
  /** Of the call that made it. */
  token?: string
  /** When it last invoked its target. */
  firedAt?: string
}

export function schedulesOf(world: World): Table<ScheduleRecord> {
  return world.state.table<ScheduleRecord>('schedules')
}

/** Table `schedule-groups`, by name; the group `default` is always there. */
export interface GroupRecord {
  name: string
  tags: Record<string, string>
  createdAt: string
}

export function groupsOf(world: World): Table<GroupRecord> {
  return world.state.table<GroupRecord>('schedule-groups')
}

/** Deletes a group with all its schedules. */
export async function removeGroup(world: World, name: string): Promise<void> {
  for (const [key, { group }] of schedulesOf(world).entries()) if (group === name) await schedulesOf(world).remove(key)
  await groupsOf(world).remove(name)
}

export function scheduleArn(world: World, { group, name }: Pick<ScheduleRecord, 'group' | 'name'>): string {
  return `arn:${world.partition}:scheduler:${world.region}:${world.account}:schedule/${group}/${name}`
}

/** When a schedule is due next, in milliseconds of the epoch; undefined where it never is again. Cron is kept, not run. */
export function dueAt({ fields, createdAt, firedAt }: ScheduleRecord): number | undefined {
  const expression = String(fields.ScheduleExpression ?? '')
  if (fields.State === 'DISABLED') return undefined
  const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression)?.[1]
  if (at !== undefined) return firedAt === undefined ? toInstant(at, fields.ScheduleExpressionTimezone) : undefined
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression)
  if (rate === null) return undefined
  const start = fields.StartDate === undefined ? Date.parse(createdAt) : toMs(fields.StartDate)
  const next = firedAt === undefined ? start : Date.parse(firedAt) + Number(rate[1]) * unitMs[rate[2] as keyof typeof unitMs]
  return isOver({ fields }, next) ? undefined : next
}

/** Whether a schedule's end has come at an instant. */
export function isOver({ fields }: Pick<ScheduleRecord, 'fields'>, atMs: number): boolean {
  return fields.EndDate !== undefined && atMs > toMs(fields.EndDate)
}

/** A local time in a zone, in milliseconds of the epoch: the offset is asked for at about that time. */
function toInstant(local: string, zone: unknown): number {
  const asUtcMs = Date.parse(`${local}Z`)
  if (typeof zone !== 'string' || zone === 'UTC') return asUtcMs
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(asUtcMs)
  return asUtcMs - (Date.parse(`${shown.replace(' ', 'T')}Z`) - asUtcMs)
}

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** The API gives dates as seconds of the epoch, CloudFormation as text. */
function toMs(value: unknown): number {
  return typeof value === 'number' ? value * 1000 : Date.parse(String(value))
}
