export interface CalendarDay {
  year: number
  /** 1 to 12. */
  month: number
  day: number
}

export type DayTest = (day: CalendarDay) => boolean

interface Range {
  from: number
  to: number
  /** What the first, second, … number may be called. */
  names?: readonly string[]
}

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** Numbers of one field: `*`, `5`, `1-5`, `0/15`, `MON`, and lists of these. Undefined where one of them is not in the range. */
export function parseNumbers(text: string, range: Range): ReadonlySet<number> | undefined {
  const numbers = new Set<number>()
  for (const item of text.split(',')) {
    const found = parseItem(item, range)
    if (found === undefined) return undefined
    for (const number of found) numbers.add(number)
  }
  return numbers
}

function parseItem(item: string, range: Range): number[] | undefined {
  const [, span = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? []
  const [first = '', last] = span.split('-')
  const from = first === '*' ? range.from : numberOf(first, range)
  const isOpen = first === '*' || (last === undefined && step !== undefined)
  const to = isOpen ? range.to : last === undefined ? from : numberOf(last, range)
  const by = Number(step ?? 1)
  if (from === undefined || to === undefined || from > to || by < 1) return undefined
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by)
}

function numberOf(text: string, { from, to, names = [] }: Range): number | undefined {
  const named = names.indexOf(text)
  if (named >= 0) return from + named
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
  return number >= from && number <= to ? number : undefined
}

/** Which days both fields mean, of which exactly one says nothing (`?`). `L`, `W` and `#` are AWS's. */
export function parseDays(dayOfMonth: string, dayOfWeek: string): DayTest | undefined {
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined
  return dayOfWeek === '?' ? parseDayOfMonth(dayOfMonth) : parseDayOfWeek(dayOfWeek)
}

function parseDayOfMonth(text: string): DayTest | undefined {
  if (text === 'L') return (date) => date.day === lastDayOf(date)
  if (text === 'LW') return (date) => date.day === nearestWeekday({ ...date, day: lastDayOf(date) })
  const weekday = /^(\d+)W$/.exec(text)?.[1]
  if (weekday !== undefined)
    return (date) => Number(weekday) <= lastDayOf(date) && date.day === nearestWeekday({ ...date, day: Number(weekday) })
  const days = parseNumbers(text, { from: 1, to: 31 })
  return days === undefined ? undefined : ({ day }) => days.has(day)
}

function parseDayOfWeek(text: string): DayTest | undefined {
  const [, name, special, nth] = /^(\w{1,3}?)(L|#([1-5]))$/.exec(text) ?? []
  const range = { from: 1, to: 7, names: weekdays }
  if (special === undefined || name === undefined) {
    const days = parseNumbers(text === 'L' ? '7' : text, range)
    return days === undefined ? undefined : (date) => days.has(weekdayOf(date))
  }
  const wanted = numberOf(name, range)
  if (wanted === undefined) return undefined
  const isInPlace: DayTest = nth === undefined ? (date) => date.day > lastDayOf(date) - 7 : ({ day }) => Math.ceil(day / 7) === Number(nth)
  return (date) => weekdayOf(date) === wanted && isInPlace(date)
}

/** Sunday is 1. */
function weekdayOf({ year, month, day }: CalendarDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1
}

function lastDayOf({ year, month }: CalendarDay): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Of a Saturday the Friday before, of a Sunday the Monday after, but never in another month. */
function nearestWeekday(date: CalendarDay): number {
  const weekday = weekdayOf(date)
  if (weekday === 7) return date.day === 1 ? date.day + 2 : date.day - 1
  if (weekday === 1) return date.day === lastDayOf(date) ? date.day - 2 : date.day + 1
  return date.day
}
