import type { JsonValue } from '../../production/json.ts'
import type { TemplateResource } from '../../production/types.ts'
import { type HourlyKind, hourlyPrice, type InstanceKind, instancePrice, type MonthlyKind, monthlyPrice } from '../facts/prices.ts'

/** What AWS charges at least: by the second from a minute (or ten) on, or whole hours. */
export type Billing = 'minute' | 'ten minutes' | 'hour'

/** One thing that a resource costs, or the reason for which that cannot be said. */
export type Charge = { what: string; perHour: number; billing: Billing; isWorkedOut: boolean } | { unpriced: string }

/** A resource as its pricer sees it. */
export interface Priced {
  resource: TemplateResource
  properties: Readonly<Record<string, JsonValue>>
  /** The text of a property's value in the replica; undefined where only a running stack knows. */
  text(value: JsonValue | undefined): string | undefined
  /** As `text`, for a number of 0 and above. */
  number(value: JsonValue | undefined): number | undefined
  /** The resource of the same template that a value refers to. */
  sibling(value: JsonValue | undefined): TemplateResource | undefined
}

/** What a resource of one type costs. */
export type Pricer = (subject: Priced) => Charge[]
export type Pricers = Readonly<Record<string, Pricer>>

/** So many instances of a class. */
export function chargeInstances(kind: InstanceKind, instanceClass: string | undefined, billing: Billing, count = 1, times = 1): Charge {
  if (instanceClass === undefined) return { unpriced: 'its instance class is not known before' }
  const price = instancePrice(kind, instanceClass)
  if (price === undefined) return { unpriced: `the price file has no ${instanceClass}` }
  const what = count === 1 ? instanceClass : `${count} × ${instanceClass}`
  return { what, perHour: price.perHour * count * times, billing, isWorkedOut: price.isWorkedOut }
}

/** So many units that are sold by the hour. */
export function chargeHourly(what: string, kind: HourlyKind, billing: Billing, count = 1): Charge {
  return { what, perHour: hourlyPrice(kind) * count, billing, isWorkedOut: false }
}

/** So many units that are sold by the month, and charged by the part of it. */
export function chargeMonthly(what: string, kind: MonthlyKind, count = 1): Charge {
  return { what, perHour: monthlyPrice(kind) * count, billing: 'minute', isWorkedOut: false }
}

/** A property's value as a record, of which nothing is known but that. */
export function recordOf(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** A property's value as a list; none where it is something else. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}
