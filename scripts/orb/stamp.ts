import { mapTexts, textsIn, type Value } from './types.ts'

const placeholder = /REPLACE_[A-Z0-9_]+/

/** Puts the values in place of their placeholders, such as REPLACE_HELPER_VERSION. Throws where one is left over or unused. */
export function stamp<Source extends Value>(source: Source, values: Readonly<Record<string, string>>): Source {
  const before = textsIn(source).join('\n')
  const unused = Object.keys(values).filter((name) => !before.includes(name))
  if (unused.length > 0) throw new Error(`the orb's source has no ${unused.join(' and no ')}`)
  const stamped = mapTexts(source, (text) => values[text] ?? text)
  const left = textsIn(stamped).flatMap((text) => placeholder.exec(text)?.[0] ?? [])
  if (left.length > 0) throw new Error(`nothing was given for ${[...new Set(left)].join(', ')}`)
  return stamped as Source
}
