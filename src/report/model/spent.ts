import { formatAbout } from '../plan/estimate.ts'
import type { ReportContext, Timeline } from '../types.ts'
import { count, formatSeconds } from '../words.ts'
import { mergeSpans, spansOfEvents } from './timeline.ts'

/** What the rehearsal took and costs, beside what was expected of it. Empty where neither is known. */
export function describeSpent({ seconds }: Timeline, context: ReportContext): string[] {
  const { plan } = context
  const took = seconds === 0 ? [] : [`It took ${formatSeconds(seconds)} in all${formatExpected(plan)}.`]
  return plan === undefined ? took : [...took, formatCost(plan.estimate.cost, livedSeconds(context))]
}

function formatExpected(plan: ReportContext['plan']): string {
  if (plan === undefined) return ''
  const { upSeconds, downSeconds } = plan.estimate.time
  return `; expected were ${formatAbout(upSeconds)} until the replica is up and ${formatAbout(downSeconds)} to take it down`
}

type Cost = NonNullable<ReportContext['plan']>['estimate']['cost']

function formatCost({ perHour, perRehearsal, currency, region, unpriced, date }: Cost, lived: number): string {
  const prices = `${formatAmount(perHour)} ${currency} an hour, about ${formatAmount(perRehearsal)} ${currency} a rehearsal`
  const spent =
    lived === 0 ? '' : `; in the ${formatSeconds(lived)} that it stood, about ${formatAmount((perHour * lived) / 3600)} ${currency}`
  const unknown = unpriced.filter(({ isByUse }) => !isByUse).length
  const more = unknown === 0 ? '' : `, ${count(unknown, 'resource')} not priced`
  return `The replica costs at least ${prices}${spent} (list prices of ${region}, ${date}${more}).`
}

/** Until its last stack was gone, or until now. */
function livedSeconds({ replica, events, earlier = [], teardown, now }: ReportContext): number {
  const gone = mergeSpans(earlier, spansOfEvents(events)).filter(({ group }) => group === 'teardown')
  const ended = gone.length === 0 || teardown === undefined ? Date.parse(now) : Math.max(...gone.map(({ toMs }) => toMs))
  const lived = replica === undefined ? 0 : (ended - Date.parse(replica.createdAt)) / 1000
  return Number.isFinite(lived) ? Math.max(0, lived) : 0
}

/** Cents where there are any, and never a bare nothing for what costs a little. */
function formatAmount(amount: number): string {
  if (amount > 0 && amount < 0.005) return 'less than 0.01'
  return amount.toFixed(2)
}
