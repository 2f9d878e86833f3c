import names from './physical-names.json' with { type: 'json' }
import required from './required.json' with { type: 'json' }
import seconds from './resource-seconds.json' with { type: 'json' }
import tags from './tags.json' with { type: 'json' }

/** Whether any of the facts speaks of a resource type. */
export function isKnownType(type: string): boolean {
  return [names, required, seconds, tags].some((facts) => Object.hasOwn(facts, type))
}
