import type { Spec } from '../../spec/types.ts'
import type { Store } from '../../store/types.ts'

/** Production's host names by store, as `readHostnames` found them. */
export type StoreHostnames = Readonly<Record<string, { names: readonly string[]; port: number }>>

const usualPorts: Readonly<Record<Store['engine'], number>> = { postgres: 5432, redshift: 5439 }

/** Those that replica.yml itself names, at the usual ports: all that is known where production has not been asked. */
export function writtenHostnames(spec: Pick<Spec, 'stores'>, stores: Readonly<Record<string, Store>>): StoreHostnames {
  const written = Object.entries(stores).map(([name, { engine }]) => {
    const names = spec.stores[name]?.hostnames ?? []
    return [name, { names, port: usualPorts[engine] }] as const
  })
  return Object.fromEntries(written.filter(([, { names }]) => names.length > 0))
}

/** Those of the stores that a run has, in lower case. */
export function hostnamesOf(
  known: StoreHostnames,
  stores: Readonly<Record<string, Store>>,
): Map<string, { names: string[]; port: number }> {
  const found = Object.entries(known).filter(([store, { names }]) => Object.hasOwn(stores, store) && names.length > 0)
  return new Map(found.map(([store, { names, port }]) => [store, { names: names.map((name) => name.toLowerCase()), port }]))
}

/** Every name of every store, in lower case. */
export function namesIn(known: StoreHostnames): string[] {
  return Object.values(known).flatMap(({ names }) => names.map((name) => name.toLowerCase()))
}

/** The host of some database of AWS's, whoever's it is. */
const databaseHost = /(?<![\w.-])[a-z0-9-]+(?:\.[a-z0-9-]+)+\.(?:rds|redshift)(?:-serverless)?\.amazonaws\.com(?:\.cn)?(?![\w-])/gi

/** Every host of an AWS database that a text holds, and every one of `names`, in lower case. */
export function hostsIn(text: string, names: readonly string[]): string[] {
  const lower = text.toLowerCase()
  const known = names.filter((name) => holdsName(lower, name))
  return [...new Set([...known, ...(lower.match(databaseHost) ?? [])])]
}

/** As a whole: `db.example` is not in `my-db.example` nor in `db.example.org`. */
function holdsName(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const after = text.slice(at + name.length, at + name.length + 2)
    if (!/[\w.-]/.test(text.charAt(at - 1)) && !/^(?:[\w-]|\.\w)/.test(after)) return true
  }
  return false
}
