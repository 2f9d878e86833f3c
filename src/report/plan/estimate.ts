import type { Link } from '../../derive/estimate/chain.ts'
import type { CostEstimate, UnpricedItem } from '../../derive/estimate/cost.ts'
import type { TimeEstimate } from '../../derive/estimate/time.ts'
import { cleanLine } from '../clean.ts'
import { formatTable } from '../table.ts'
import { type Pen, titled, wrapLines } from '../terminal.ts'
import { listNames, shortType, tally } from './decisions.ts'

/** How long the replica takes up and down, and what that time is made of. */
export function formatTime(time: TimeEstimate, pen: Pen): string {
  const head = `about ${formatAbout(time.upSeconds)} until it is up, ${formatAbout(time.downSeconds)} to take it down; what others measured on AWS, yours may differ`
  const rows = time.criticalPath.map(({ production, title, seconds, chain }) => [
    production === '' ? (title ?? 'permissions boundary') : cleanLine(production, 60),
    formatAbout(seconds),
    formatChain(chain),
  ])
  const path = formatTable(rows, { columns: pen.columns, indent: 4, align: ['left', 'right', 'left'] })
  const slowest = rows.length === 0 ? [] : ['  The way that takes longest:', path]
  return titled(pen, 'Expected time', [wrapLines(head, pen, 2), ...slowest].join('\n'))
}

/** What the replica costs an hour and a rehearsal, the dearest parts, and what is in no total. */
export function formatCost(cost: CostEstimate, region: string, pen: Pen): string {
  const { currency } = cost
  const rehearsal = `${formatAmount(cost.perRehearsal)} ${currency} a rehearsal of ${formatAbout(cost.lifeSeconds)}`
  const head = `${leastOf(cost)} ${formatAmount(cost.perHour)} ${currency} an hour, ${rehearsal}, in which ${formatAbout(cost.workSeconds)} of work are assumed`
  const elsewhere = region === cost.region ? '' : `, not of ${cleanLine(region, 40)}`
  const source = `On-demand list prices of ${cost.region}${elsewhere}, as of ${cost.date}.`
  const body = [wrapLines(head, pen, 2), formatItems(cost, pen), ...formatUnpriced(cost, pen), wrapLines(source, pen, 2)]
  return titled(pen, 'Expected cost', body.filter((text) => text !== '').join('\n'))
}

/** `45 s`, `12 min`, `1 h 10 min`: an estimate has no seconds to spare. */
export function formatAbout(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Long waits of the chain carry their time. */
function formatChain(chain: readonly Link[]): string {
  const links = chain.map(({ logicalId, seconds, inside }) => {
    const name = cleanLine(logicalId, 60)
    const within = inside === undefined || inside.length === 0 ? '' : `: ${formatChain(inside)}`
    return seconds < 60 && within === '' ? name : `${name} (${formatAbout(seconds)}${within})`
  })
  return links.join(' → ')
}

const mostItems = 8

function formatItems({ items, currency }: CostEstimate, pen: Pen): string {
  const shown = items
    .slice(0, mostItems)
    .map(({ stack, logicalId, what, perHour, isWorkedOut }) => [
      perHour.toFixed(3),
      `${cleanLine(stack, 60)}/${cleanLine(logicalId, 60)}`,
      `${cleanLine(what, 60)}${isWorkedOut ? ' (worked out from another size)' : ''}`,
    ])
  const rest = items.slice(mostItems)
  const sum = rest.reduce((total, { perHour }) => total + perHour, 0)
  const rows = rest.length === 0 ? shown : [...shown, [sum.toFixed(3), `${rest.length} more`, '']]
  const header = [`${currency}/h`, 'resource', 'what']
  return rows.length === 0 ? '' : formatTable(rows, { columns: pen.columns, indent: 4, align: ['right'], header })
}

function formatUnpriced({ unpriced, notCounted }: CostEstimate, pen: Pen): string[] {
  const unknown = unpriced
    .filter(isUnknown)
    .map(
      ({ stack, logicalId, type, why }) =>
        `${cleanLine(stack, 60)}/${cleanLine(logicalId, 60)} (${shortType(type)}): ${cleanLine(why, 80)}`,
    )
  const byUse = tally(unpriced.filter(({ isByUse }) => isByUse).map(({ type }) => shortType(type)))
  return [
    ...(unknown.length === 0
      ? []
      : [wrapLines('Not priced, so the real cost is higher:', pen, 2), ...few(unknown).map((line) => wrapLines(line, pen, 4))]),
    byUse.length === 0 ? '' : wrapLines(`Paid by use, little while nobody uses them: ${listNames(byUse)}.`, pen, 2),
    wrapLines(`Never counted: ${notCounted.join(', ')}.`, pen, 2),
  ]
}

function few(lines: readonly string[]): string[] {
  const more = lines.length - mostItems
  return more > 1 ? [...lines.slice(0, mostItems), `and ${more} more`] : [...lines]
}

/** `about 0.81 USD` for a rehearsal, `at least` where the price of something is not known. */
export function formatPrice(cost: CostEstimate): string {
  return `${leastOf(cost)} ${formatAmount(cost.perRehearsal)} ${cost.currency}`
}

function leastOf({ unpriced }: CostEstimate): string {
  return unpriced.some(isUnknown) ? 'at least' : 'about'
}

function isUnknown({ isByUse }: UnpricedItem): boolean {
  return !isByUse
}

function formatAmount(amount: number): string {
  return amount > 0 && amount < 0.005 ? 'less than 0.01' : amount.toFixed(2)
}
