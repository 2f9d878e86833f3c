import { isMapping, type Mapping, type Value } from '../../../scripts/orb/types.ts'

/** What a config or an orb defines, and the orbs it brings in by their names. */
export interface Library {
  commands: Record<string, Mapping>
  executors: Record<string, Mapping>
  jobs: Record<string, Mapping>
  orbs: Record<string, Library>
}

/** The library of a config or an orb. Orbs must be inline: nothing is fetched here. */
export function libraryOf(source: Mapping): Library {
  return {
    commands: mappingsIn(source.commands),
    executors: mappingsIn(source.executors),
    jobs: mappingsIn(source.jobs),
    orbs: Object.fromEntries(Object.entries(isMapping(source.orbs) ? source.orbs : {}).map(([name, orb]) => [name, inline(name, orb)])),
  }
}

/** A component by its name, `name` or `orb/name`, with the library in which it finds others. */
export function find(
  kind: 'commands' | 'executors' | 'jobs',
  name: string,
  library: Library,
): { component: Mapping; home: Library } | undefined {
  const [orbName = '', inner] = name.split('/')
  if (inner !== undefined) {
    const orb = library.orbs[orbName]
    return orb === undefined ? undefined : find(kind, inner, orb)
  }
  const component = Object.hasOwn(library[kind], name) ? library[kind][name] : undefined
  return component === undefined ? undefined : { component, home: library }
}

function inline(name: string, orb: Value): Library {
  if (!isMapping(orb)) throw new Error(`the orb ${name} is not inline: ${String(orb)}`)
  return libraryOf(orb)
}

function mappingsIn(value: Value | undefined): Record<string, Mapping> {
  const entries = Object.entries(isMapping(value) ? value : {})
  return Object.fromEntries(entries.flatMap(([name, item]) => (isMapping(item) ? [[name, item] as const] : [])))
}
