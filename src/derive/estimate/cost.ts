import { foldText } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { TemplateResource } from '../../production/types.ts'
import { type PriceDate, priceDate } from '../facts/prices.ts'
import { referencesOf } from '../references.ts'
import type { Plan } from '../types.ts'
import { type Billing, type Charge, type Priced, type Pricer, recordOf } from './charge.ts'
import { isFree, usageOf } from './charges/by-use.ts'
import { computePricers } from './charges/compute.ts'
import { databasePricers } from './charges/databases.ts'
import { networkPricers } from './charges/network.ts'
import { otherPricers } from './charges/others.ts'
import { type MadeTemplate, madeStack } from './made.ts'
import type { TimeEstimate } from './time.ts'

/** What a replica costs by AWS's list prices, as far as they are known. Amounts are in `currency`. */
export interface CostEstimate extends PriceDate {
  perHour: number
  /** For `lifeSeconds`, with what AWS charges at least: minutes for some, whole hours for others. */
  perRehearsal: number
  /** Up, work and down, as if everything stood there from the first second to the last. */
  lifeSeconds: number
  /** Assumed for the work between up and down. */
  workSeconds: number
  /** The most expensive first. */
  items: readonly CostItem[]
  /** What is in no total, and why. */
  unpriced: readonly UnpricedItem[]
  /** What is never in a total, whatever the plan. */
  notCounted: readonly string[]
}

export interface CostItem {
  /** Of production: `stack`, or `stack/LogicalId` for a nested one. */
  stack: string
  logicalId: string
  what: string
  perHour: number
  /** The price file has another size of the same family; this one is worked out from it. */
  isWorkedOut: boolean
}

export interface UnpricedItem {
  stack: string
  logicalId: string
  type: string
  why: string
  /** Paid by use, and costs nothing while nobody uses it. */
  isByUse: boolean
}

/** How long the work on a replica takes, for the estimate: migrations, checks and pipelines. */
export const assumedWorkSeconds = 15 * 60

const notCounted = [
  ...['data transfer', 'requests', 'capacity units of load balancers', 'volumes that an image brings', 'addresses that a subnet gives'],
  ...['snapshots and backups', 'discounts and taxes', 'what other regions cost more'],
]

/** What the plan's resources cost by the hour and for one rehearsal. Nothing is silently free: see `unpriced`. */
export function estimateCost(plan: Plan, time: Pick<TimeEstimate, 'upSeconds' | 'downSeconds'>): CostEstimate {
  const lifeSeconds = time.upSeconds + assumedWorkSeconds + time.downSeconds
  const charged = plan.stacks.flatMap((stack) => chargedIn(madeStack(stack, plan)))
  const priced = charged.flatMap(({ charge, ...where }) => ('unpriced' in charge ? [] : [{ ...where, ...charge }]))
  return {
    ...priceDate,
    perHour: round(priced.reduce((sum, each) => sum + each.perHour, 0)),
    perRehearsal: round(priced.reduce((sum, each) => sum + each.perHour * billedHours(each.billing, lifeSeconds), 0)),
    lifeSeconds,
    workSeconds: assumedWorkSeconds,
    items: priced.map(itemOf).sort((one, other) => other.perHour - one.perHour),
    unpriced: charged.flatMap(({ charge, stack, logicalId, type, isByUse }) =>
      'unpriced' in charge ? [{ stack, logicalId, type, why: charge.unpriced, isByUse }] : [],
    ),
    notCounted,
  }
}

interface Charged {
  stack: string
  logicalId: string
  type: string
  charge: Charge
  isByUse: boolean
}

function chargedIn(made: MadeTemplate): Charged[] {
  const own = Object.entries(made.resources).flatMap(([logicalId, resource]) => {
    const { Type: type } = resource
    const where = { stack: made.production, logicalId, type, isByUse: !pricers.has(type) && usageOf(type) !== undefined }
    return chargesOf(logicalId, resource, made).map((charge) => ({ ...where, charge }))
  })
  return [...own, ...[...made.nested.values()].flatMap(chargedIn)]
}

const pricers: ReadonlyMap<string, Pricer> = new Map(
  Object.entries({ ...computePricers, ...databasePricers, ...networkPricers, ...otherPricers }),
)

function chargesOf(logicalId: string, resource: TemplateResource, made: MadeTemplate): Charge[] {
  const isUnread = resource.Type === 'AWS::CloudFormation::Stack' && !made.nested.has(logicalId)
  if (isUnread) return [{ unpriced: 'its template is not part of the plan' }]
  const pricer = pricers.get(resource.Type)
  if (pricer !== undefined) return pricer(subjectOf(resource, made))
  if (resource.Type.startsWith('Custom::')) return [{ unpriced: 'what it makes is not known' }]
  const usage = usageOf(resource.Type)
  if (usage === undefined && isFree(resource.Type)) return []
  return [{ unpriced: usage ?? 'the price file has no such type' }]
}

function subjectOf(resource: TemplateResource, { resources, scope }: MadeTemplate): Priced {
  const text = (value: JsonValue | undefined): string | undefined => foldText(value, scope)
  return {
    resource,
    properties: recordOf(resource.Properties),
    text,
    number: (value) => amountOf(text(value)),
    sibling: (value) => {
      const [name] = referencesOf(value)
      return name !== undefined && Object.hasOwn(resources, name) ? resources[name] : undefined
    },
  }
}

function amountOf(text: string | undefined): number | undefined {
  const amount = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  return amount >= 0 && amount <= 1e9 ? amount : undefined
}

function billedHours(billing: Billing, seconds: number): number {
  if (billing === 'hour') return Math.ceil(seconds / 3600)
  return Math.max(seconds, billing === 'minute' ? 60 : 600) / 3600
}

function itemOf({ stack, logicalId, what, perHour, isWorkedOut }: CostItem): CostItem {
  return { stack, logicalId, what, perHour: round(perHour), isWorkedOut }
}

/** To a millionth: list prices have up to five decimals. */
function round(amount: number): number {
  return Math.round(amount * 1e6) / 1e6
}
