import type { NameFacts } from '../../src/derive/facts/names.ts'
import { readJson } from './schemas.ts'

/** How many of the names in `file` (by type, by property, with a `kind`) are among `names`, and which are not. */
export function compareNames(names: NameFacts, file: string): string {
  const other = readJson<Record<string, Record<string, { kind: string }>>>(file)
  const wanted = Object.entries(other).flatMap(([type, properties]) =>
    Object.entries(properties).flatMap(([property, { kind }]) => (kind === 'name' ? [[type, property] as const] : [])),
  )
  const missed = wanted.filter(([type, property]) => names[type]?.[property] === undefined)
  const lines = missed.map(([type, property]) => `  not found: ${type} ${property}`)
  return [`names: ${wanted.length - missed.length} of ${wanted.length} found`, ...lines].join('\n')
}
