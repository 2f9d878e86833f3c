import seconds from './resource-seconds.json' with { type: 'json' }

/** Types that the facts leave out take less than 30 s: a typical one of them, with CloudFormation's own overhead. */
const ordinarySeconds = 8

/** How many seconds creating a resource of that type usually takes on AWS. */
export function resourceSeconds(type: string): number {
  const facts: Readonly<Record<string, number>> = seconds
  return Object.hasOwn(facts, type) ? (facts[type] ?? ordinarySeconds) : ordinarySeconds
}
