import { type DayTest, parseDays, parseNumbers } from './cron-fields.ts'

/** A parsed `cron(minutes hours day-of-month month day-of-week year)`. */
export interface Cron {
  minutes: ReadonlySet<number>
  hours: ReadonlySet<number>
  months: ReadonlySet<number>
  years: ReadonlySet<number>
  isDay: DayTest
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const dayMs = 86_400_000
/** Beyond two leap days nothing new comes: a 29 February is at most eight years away. */
const mostDays = 9 * 366

/** The six fields in AWS's own dialect: Sunday is 1, and one of both days is `?`. Undefined where it is no valid expression. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().toUpperCase().split(/\s+/)
  if (fields.length !== 6) return undefined
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields
  const cron = {
    minutes: parseNumbers(minute, { from: 0, to: 59 }),
    hours: parseNumbers(hour, { from: 0, to: 23 }),
    months: parseNumbers(month, { from: 1, to: 12, names: months }),
    years: parseNumbers(year, { from: 1970, to: 2199 }),
    isDay: parseDays(dayOfMonth, dayOfWeek),
  }
  return Object.values(cron).every((field) => field !== undefined) ? (cron as Cron) : undefined
}

/** The first time after another, both as if their zone were UTC, in milliseconds; undefined where there is none any more. */
export function nextTime({ minutes, hours, months: ofYear, years, isDay }: Cron, afterMs: number): number | undefined {
  const firstDayMs = Math.floor(afterMs / dayMs) * dayMs
  for (let dayStartMs = firstDayMs; dayStartMs < firstDayMs + mostDays * dayMs; dayStartMs += dayMs) {
    const date = new Date(dayStartMs)
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
    if (!years.has(year) || !ofYear.has(month) || !isDay({ year, month, day })) continue
    const found = timesOf(dayStartMs, hours, minutes).find((timeMs) => timeMs > afterMs)
    if (found !== undefined) return found
  }
  return undefined
}

function timesOf(dayStartMs: number, hours: ReadonlySet<number>, minutes: ReadonlySet<number>): number[] {
  return [...hours].flatMap((hour) => [...minutes].map((minute) => dayStartMs + (hour * 60 + minute) * 60_000)).sort((a, b) => a - b)
}
