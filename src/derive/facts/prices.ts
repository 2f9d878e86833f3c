import facts from './prices.json' with { type: 'json' }

/** What the price file says of itself. */
export interface PriceDate {
  /** Of the file: ISO date. Prices may have changed since. */
  date: string
  /** The only region whose prices are in it. */
  region: string
  currency: string
  source: string
}

export const priceDate: PriceDate = { date: facts.date, region: facts.region, currency: facts.currency, source: facts.source }

export type InstanceKind = keyof typeof facts.instances
export type HourlyKind = keyof typeof facts.hourly
export type MonthlyKind = keyof typeof facts.monthly

/** What EMR takes on top of an EC2 instance, as a share of its price. */
export const emrUplift: number = facts['emr-uplift']

const hoursInMonth = 730

/** The list price of one unit for an hour. */
export function hourlyPrice(kind: HourlyKind): number {
  return facts.hourly[kind]
}

/** The list price of one unit for a month, as that of an hour. */
export function monthlyPrice(kind: MonthlyKind): number {
  return facts.monthly[kind] / hoursInMonth
}

/** Whether the file has a price of that name for a unit and month. */
export function isMonthlyKind(kind: string): kind is MonthlyKind {
  return Object.hasOwn(facts.monthly, kind)
}

export interface InstancePrice {
  perHour: number
  /** Not in the file: worked out from another size of its family. */
  isWorkedOut: boolean
}

/**
 * The list price of an instance class (`m5.large`, `db.t4g.micro`, `m5.large.search`) for an hour; undefined where the
 * file does not know its family.
 */
export function instancePrice(kind: InstanceKind, instanceClass: string): InstancePrice | undefined {
  const [family = '', size = ''] = instanceClass.replace(/^(db|cache|kafka|mq|dms|ml)\./, '').split('.')
  const sizes: Readonly<Record<string, Readonly<Record<string, number>>>> = facts.instances[kind]
  const known = Object.hasOwn(sizes, family) ? (sizes[family] ?? {}) : {}
  const exact = Object.hasOwn(known, size) ? known[size] : undefined
  return exact === undefined ? workOut(known, size) : { perHour: exact, isWorkedOut: false }
}

/** Within a family, a price doubles with the size: that is how AWS prices them. */
function workOut(known: Readonly<Record<string, number>>, size: string): InstancePrice | undefined {
  const wanted = ratioOf(size)
  const [from, price] = Object.entries(known).findLast(([each]) => ratioOf(each) !== undefined) ?? []
  const given = from === undefined ? undefined : ratioOf(from)
  if (wanted === undefined || given === undefined || price === undefined) return undefined
  return { perHour: (price * wanted) / given, isWorkedOut: true }
}

const smallSizes: ReadonlyMap<string, number> = new Map([
  ['nano', 1 / 16],
  ['micro', 1 / 8],
  ['small', 1 / 4],
  ['medium', 1 / 2],
  ['large', 1],
])

/** How many times `large` a size is: `2xlarge` is 4. */
function ratioOf(size: string): number | undefined {
  const times = /^(\d{0,2})xlarge$/.exec(size)?.[1]
  return times === undefined ? smallSizes.get(size) : 2 * Number(times === '' ? 1 : times)
}
