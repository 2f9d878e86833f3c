import seconds from './resource-seconds.json' with { type: 'json' }
import short from './short-seconds.json' with { type: 'json' }

/** Types that the facts leave out take less than 30 s: a typical one of them, with CloudFormation's own overhead. */
const ordinarySeconds = 8

const measured: ReadonlyMap<string, number> = new Map(Object.entries({ ...short, ...seconds }))

/** How many seconds creating a resource of that type usually takes on AWS. */
export function resourceSeconds(type: string): number {
  const facts: Readonly<Record<string, number>> = seconds
  return Object.hasOwn(facts, type) ? (facts[type] ?? ordinarySeconds) : ordinarySeconds
}

/**
 * How many seconds usually pass between a resource's first event and its last, as it is created: without what CloudFormation
 * adds, so that stacks can be compared. Undefined where nobody has measured it.
 */
export function measuredSeconds(type: string): number | undefined {
  return measured.get(type)
}
