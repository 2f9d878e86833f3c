import type { JsonMap } from '../../protocol/json.ts'
import type { Table, World } from '../../types.ts'
import type { Cron } from './cron.ts'
import { nextInstant, parseExpression, toInstant } from './schedule-expression.ts'

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

/** When a schedule is due next, in milliseconds of the epoch; undefined where it never is again. */
export function dueAt(record: ScheduleRecord): number | undefined {
  const { fields, firedAt } = record
  const expression = parseExpression(String(fields.ScheduleExpression ?? ''))
  if (fields.State === 'DISABLED' || expression === undefined) return undefined
  const zone = typeof fields.ScheduleExpressionTimezone === 'string' ? fields.ScheduleExpressionTimezone : 'UTC'
  if (expression.kind === 'at') return firedAt === undefined ? toInstant(expression.localMs, zone) : undefined
  const next = expression.kind === 'rate' ? nextTurn(record, expression.everyMs) : nextDate(record, expression.cron, zone)
  return next === undefined || isOver(record, next) ? undefined : next
}

/** At its start, and then so long after each turn. */
function nextTurn({ fields, createdAt, firedAt }: ScheduleRecord, everyMs: number): number {
  if (firedAt !== undefined) return Date.parse(firedAt) + everyMs
  return fields.StartDate === undefined ? Date.parse(createdAt) : toMs(fields.StartDate)
}

function nextDate({ fields, modifiedAt, firedAt }: ScheduleRecord, cron: Cron, zone: string): number | undefined {
  // The start itself counts.
  const startMs = fields.StartDate === undefined ? 0 : toMs(fields.StartDate) - 1
  return nextInstant(cron, Math.max(startMs, Date.parse(firedAt ?? modifiedAt)), zone)
}

/** Whether a schedule's end has come at an instant. */
export function isOver({ fields }: Pick<ScheduleRecord, 'fields'>, atMs: number): boolean {
  return fields.EndDate !== undefined && atMs > toMs(fields.EndDate)
}

/** The API gives dates as seconds of the epoch, CloudFormation as text. */
function toMs(value: unknown): number {
  return typeof value === 'number' ? value * 1000 : Date.parse(String(value))
}
