import tags from './tags.json' with { type: 'json' }

/** `list`: `[{Key, Value}]`; `launch-list`: `[{Key, Value, PropagateAtLaunch}]`, all three required; `map`: `{key: value}`. */
export type TagShape = 'list' | 'launch-list' | 'map'

export interface TagFact {
  /** `Tags`, `UserPoolTags`, … */
  property: string
  shape: TagShape
}

/** The property by which a template tags a resource of that type when it is created; undefined where there is none. */
export function tagProperty(type: string): TagFact | undefined {
  const facts = tags as unknown as Readonly<Record<string, readonly [string, TagShape]>>
  const found = Object.hasOwn(facts, type) ? facts[type] : undefined
  return found === undefined ? undefined : { property: found[0], shape: found[1] }
}
