import required from './required.json' with { type: 'json' }

/** The top-level properties that a template must give a resource of that type, sorted; none for an unknown type. */
export function requiredProperties(type: string): readonly string[] {
  const facts: Readonly<Record<string, readonly string[]>> = required
  return Object.hasOwn(facts, type) ? (facts[type] ?? []) : []
}
