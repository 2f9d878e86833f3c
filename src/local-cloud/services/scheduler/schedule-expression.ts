import { type Cron, nextTime, parseCron } from './cron.ts'

/** When a schedule fires: once, at a rate, or by the calendar. Local times are as if their zone were UTC, in milliseconds. */
export type ScheduleExpression = { kind: 'at'; localMs: number } | { kind: 'rate'; everyMs: number } | { kind: 'cron'; cron: Cron }

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** Undefined for what EventBridge Scheduler would not take. */
export function parseExpression(text: string): ScheduleExpression | undefined {
  const [, kind, inner = ''] = /^(at|rate|cron)\((.+)\)$/.exec(text) ?? []
  if (kind === 'at') return parseAt(inner)
  if (kind === 'rate') return parseRate(inner)
  const cron = kind === 'cron' ? parseCron(inner) : undefined
  return cron === undefined ? undefined : { kind: 'cron', cron }
}

function parseAt(text: string): ScheduleExpression | undefined {
  const localMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN
  return Number.isNaN(localMs) ? undefined : { kind: 'at', localMs }
}

function parseRate(text: string): ScheduleExpression | undefined {
  const [, value = '', unit] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(text) ?? []
  return unit === undefined ? undefined : { kind: 'rate', everyMs: Number(value) * unitMs[unit as keyof typeof unitMs] }
}

/** The first instant after another at which the calendar of a zone says so, in milliseconds of the epoch. */
export function nextInstant(cron: Cron, afterMs: number, zone: string): number | undefined {
  const localMs = nextTime(cron, toLocal(afterMs, zone))
  return localMs === undefined ? undefined : toInstant(localMs, zone)
}

/** A local time in a zone, in milliseconds of the epoch: the offset is asked for at about that time. */
export function toInstant(localMs: number, zone: string): number {
  return localMs - (toLocal(localMs, zone) - localMs)
}

function toLocal(instantMs: number, zone: string): number {
  if (zone === 'UTC') return instantMs
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(instantMs)
  return Date.parse(`${shown.replace(' ', 'T')}Z`)
}

/** Whether there is a time zone of that name. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
