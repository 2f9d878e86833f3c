import json from './references.json' with { type: 'json' }

/**
 * The properties by which a resource of that type names another resource, which it belongs to or acts on (`Bucket` of a
 * bucket policy, `LoadBalancerArn` of a listener), sorted: with a literal there, what is named is changed.
 */
export function references(type: string): readonly string[] {
  const facts: Readonly<Record<string, readonly string[]>> = json
  return Object.hasOwn(facts, type) ? (facts[type] ?? []) : []
}
