import arns from './arns.json' with { type: 'json' }

/**
 * The ARN of a resource of that type with its variables: `${Partition}`, `${Region}`, `${Account}` and those that its
 * physical id gives, such as `${QueueName}`. Undefined where it is not known.
 */
export function arnTemplate(type: string): string | undefined {
  const facts: Readonly<Record<string, string>> = arns
  return Object.hasOwn(facts, type) ? facts[type] : undefined
}
